-- list_clients: a page of the app's clients, gateway by gateway in the order of their ids.
-- uses tag
-- KEYS[1] gateways       zset, gatewayId -> lease end, ms
-- KEYS[2] dead-gateways  set, gatewayIds whose clients are being swept
-- ARGV[1] gateway to go on with, '' = the first   ARGV[2] position in its clients, '0' = the start   ARGV[3] how many, about
-- returns {gateway to go on with, '' = that was all, position in its clients, {clientIds}}
local gateways = redis.call('ZRANGE', KEYS[1], 0, -1)
for _, gateway in ipairs(redis.call('SMEMBERS', KEYS[2])) do table.insert(gateways, gateway) end
table.sort(gateways)
local clients, wanted = {}, tonumber(ARGV[3])
for _, gateway in ipairs(gateways) do
  local position = gateway == ARGV[1] and ARGV[2] or '0'
  local more = gateway >= ARGV[1]
  while more do
    if #clients >= wanted then return {gateway, position, clients} end
    local page = redis.call('SSCAN', T .. 'gateway-clients:' .. gateway, position, 'COUNT', wanted - #clients)
    for _, client in ipairs(page[2]) do table.insert(clients, client) end
    position = page[1]
    more = position ~= '0'
  end
end
return {'', '0', clients}
