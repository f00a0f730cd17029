-- send: makes sends in their order; what goes to one gateway is published together. Who is excluded is in the frames.
-- uses tag, publish_to, note_kicks
-- KEYS[1] cell  hash, sent (frames to all), clients   KEYS[2] gateways  zset, gatewayId
-- KEYS[3..] the sends' look-ups, in order: gateway:<gateway> or client:<client>  hash, state or gateway;
--   uid:<uid>  hash, clientId -> ''; group-gateways:<group>  hash, gatewayId -> members
-- ARGV[1..] for each send: kind (gateway, client, uid, group, all), number of its look-ups, frames (bytes)
-- returns for each send its receivers: gateways that are up; of clients, uids and groups the clients whose gateway is up, one of
--   two groups twice; clients of the app
local call = redis.call
local up, held, toAll = {}, {}, {}
local function is_up(gateway)
  if up[gateway] == nil then
    local state = call('HGET', T .. 'gateway:' .. gateway, 'state')
    up[gateway] = state and state ~= 'dead'
  end
  return up[gateway]
end
local function publish_held()
  for gateway, frames in pairs(held) do publish_to(gateway, table.concat(frames)) end
  held = {}
end
local function publish_to_all()
  if #toAll == 0 then return end
  call(PUBLISH, T .. 'to-all', call('HINCRBY', KEYS[1], 'sent', 1) .. '\n' .. table.concat(toAll))
  toAll = {}
end
-- the send that is being made
local reached, gateways, targets
local function reach(gateway, receivers)
  reached = reached + receivers
  if not targets[gateway] then targets[gateway] = true; gateways = gateways + 1 end
end
local function reach_client(key)
  local gateway = call('HGET', key, 'gateway')
  if gateway and is_up(gateway) then reach(gateway, 1) end
end
local look_up = {
  gateway = function(key)
    local gateway = string.sub(key, #T + 9)
    if is_up(gateway) then reach(gateway, 1) end
  end,
  client = reach_client,
  uid = function(key)
    for _, client in ipairs(call('HKEYS', key)) do reach_client(T .. 'client:' .. client) end
  end,
  group = function(key)
    local members = call('HGETALL', key)
    for i = 1, #members, 2 do
      if is_up(members[i]) then reach(members[i], tonumber(members[i + 1])) end
    end
  end
}
local key, receivers = 3, {}
for i = 1, #ARGV, 3 do
  local kind, frames, next_key = ARGV[i], ARGV[i + 2], key + ARGV[i + 1]
  reached, gateways, targets = 0, 0, {}
  while key < next_key do
    look_up[kind](KEYS[key])
    key = key + 1
  end
  if kind == 'all' then reached = tonumber(call('HGET', KEYS[1], 'clients') or '0') end
  if kind == 'all' or kind == 'group' and gateways > 3 and gateways * 2 > call('ZCARD', KEYS[2]) then
    publish_held()
    toAll[#toAll + 1] = frames
  elseif gateways > 0 then
    publish_to_all()
    note_kicks(frames)
    for gateway in pairs(targets) do
      local list = held[gateway]
      if list then list[#list + 1] = frames else held[gateway] = {frames} end
    end
  end
  receivers[#receivers + 1] = reached
end
publish_held()
publish_to_all()
return receivers
