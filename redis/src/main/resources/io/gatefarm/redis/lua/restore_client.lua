-- restore_client: puts one client's uid and groups back as its gateway remembers them, or, when Redis knows newer, leaves
-- them. Either way the state that holds now is published to the gateway, which adopts it from its channel, in order.
-- uses tag, publish_to, unlink
-- KEYS[1] gateway:<gateway>          hash, state
-- KEYS[2] gateway-clients:<gateway>  set, clientIds
-- KEYS[3] client:<client>            hash, gateway, from, since, version, uid, group:<group>
-- KEYS[4] cell                       hash, clients
-- ARGV[1] gatewayId   ARGV[2] clientId   ARGV[3] version that the gateway has   ARGV[4] uid or ''
-- ARGV[5] from, where it connects from   ARGV[6] since, ms   ARGV[7..] groups
-- returns 1 replaced, 0 Redis is newer, -1 gateway not alive or not its client
local gateway, client, uid, groups, wanted, status = ARGV[1], ARGV[2], ARGV[4], {}, {}, 1
local state = redis.call('HGET', KEYS[1], 'state')
local known = redis.call('HMGET', KEYS[3], 'gateway', 'version', 'uid')
if not state or state == 'dead' or (known[1] and known[1] ~= gateway) then return -1 end
local version, old = known[1] and tonumber(known[2] or '0') or -1, {}
for i = 7, #ARGV do groups[#groups + 1] = ARGV[i]; wanted[ARGV[i]] = true end
for _, name in ipairs(redis.call('HKEYS', KEYS[3])) do
  if string.sub(name, 1, 6) == 'group:' then old[#old + 1] = string.sub(name, 7) end
end
if version > tonumber(ARGV[3]) then status, uid, groups = 0, known[3] or '', old
else
  version = math.max(version, tonumber(ARGV[3])) + 1
  for _, group in ipairs(old) do
    if not wanted[group] then unlink_group(client, group, gateway); redis.call('HDEL', KEYS[3], 'group:' .. group) end
  end
  if known[3] and known[3] ~= uid then unlink_uid(client, known[3]); redis.call('HDEL', KEYS[3], 'uid') end
  if not known[1] then redis.call('HINCRBY', KEYS[4], 'clients', 1) end
  redis.call('HSET', KEYS[3], 'gateway', gateway, 'from', ARGV[5], 'since', ARGV[6], 'version', version)
  redis.call('SADD', KEYS[2], client)
  if uid ~= '' then
    redis.call('HSET', KEYS[3], 'uid', uid)
    redis.call('HSET', T .. 'uid:' .. uid, client, '')
    redis.call('SADD', T .. 'uids', uid)
  end
  for _, group in ipairs(groups) do
    redis.call('HSET', KEYS[3], 'group:' .. group, '')
    if redis.call('HSETNX', T .. 'group:' .. group, client, '') == 1 then
      redis.call('HINCRBY', T .. 'group-gateways:' .. group, gateway, 1)
      redis.call('SADD', T .. 'groups', group)
    end
  end
end
local list = #groups > 0 and cjson.encode(groups) or '[]'
publish_to(gateway, '{"op":"state","client":"' .. client .. '","uid":' .. cjson.encode(uid) .. ',"groups":' .. list
  .. ',"version":' .. version .. ',"bytes":0}\n')
return status
