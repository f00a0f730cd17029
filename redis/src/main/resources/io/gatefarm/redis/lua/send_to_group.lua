-- send_to_group: publishes a frame once to each gateway that holds a member of the groups; who is excluded is in the frame.
-- uses tag, publish_to
-- KEYS[1] cell      hash, sent (frames to all)   KEYS[2] gateways  zset, gatewayId
-- KEYS[3..] group-gateways:<group>  hash, gatewayId -> members
-- ARGV[1] frame, bytes
-- returns members of the groups, a member of two counted twice, excluded ones included
local targets, count, members = {}, 0, 0
for i = 3, #KEYS do
  local held = redis.call('HGETALL', KEYS[i])
  for j = 1, #held, 2 do
    members = members + tonumber(held[j + 1])
    if not targets[held[j]] then targets[held[j]] = true; count = count + 1 end
  end
end
if count > 3 and count * 2 > redis.call('ZCARD', KEYS[2]) then
  redis.call(PUBLISH, T .. 'to-all', redis.call('HINCRBY', KEYS[1], 'sent', 1) .. '\n' .. ARGV[1])
else
  for gateway in pairs(targets) do publish_to(gateway, ARGV[1]) end
end
return members
