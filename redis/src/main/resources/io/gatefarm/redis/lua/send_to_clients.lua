-- send_to_clients: publishes a frame once to each gateway that holds one of the clients; whom it is for is in the frame.
-- uses tag, publish_to
-- KEYS[1..] client:<client>  hash, gateway
-- ARGV[1] frame, bytes
-- returns clients that are online
local targets, clients = {}, 0
for i = 1, #KEYS do
  local gateway = redis.call('HGET', KEYS[i], 'gateway')
  if gateway then
    clients = clients + 1
    targets[gateway] = true
  end
end
for gateway in pairs(targets) do publish_to(gateway, ARGV[1]) end
return clients
