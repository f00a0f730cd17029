-- send_to_uid: publishes a frame once to each gateway that holds a client of the uids; who is excluded is in the frame.
-- uses tag, publish_to
-- KEYS[1..] uid:<uid>  hash, clientId -> ''
-- ARGV[1] frame, bytes
-- returns clients of the uids, excluded ones included
local targets, clients = {}, 0
for i = 1, #KEYS do
  for _, client in ipairs(redis.call('HKEYS', KEYS[i])) do
    clients = clients + 1
    targets[redis.call('HGET', T .. 'client:' .. client, 'gateway')] = true
  end
end
for gateway in pairs(targets) do publish_to(gateway, ARGV[1]) end
return clients
