-- ungroup: takes up to so many members out of a group; to be called until none is left.
-- uses tag, publish_to, unlink
-- KEYS[1] group:<group>  hash, clientId -> ''
-- ARGV[1] group   ARGV[2] how many   ARGV[3] leave frame after its client, JSON without its closing brace
-- returns {members taken out, members left}
local frames = {}
local members = redis.call('HRANDFIELD', KEYS[1], ARGV[2])
for _, client in ipairs(members) do
  local gateway = redis.call('HGET', T .. 'client:' .. client, 'gateway')
  if gateway then unlink_group(client, ARGV[1], gateway) else redis.call('HDEL', KEYS[1], client) end
  if gateway and redis.call('HDEL', T .. 'client:' .. client, 'group:' .. ARGV[1]) == 1 then
    local version = redis.call('HINCRBY', T .. 'client:' .. client, 'version', 1)
    frames[gateway] = frames[gateway] or {}
    table.insert(frames[gateway], '{"op":"leave","client":"' .. client .. ARGV[3] .. ',"version":' .. version .. ',"bytes":0}\n')
  end
end
for gateway, leaves in pairs(frames) do publish_to(gateway, table.concat(leaves)) end
return {#members, redis.call('HLEN', KEYS[1])}
