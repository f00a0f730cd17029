-- gateways: every gateway with its load; IN and OUT are messages since its start.
-- usage APP
-- flags no-writes
-- ARGV[1] app
-- returns a heading, then a line for each
local lines, now = {}, now_ms()
local function add(gateway, till)
  local has = hash_at(T .. 'gateway:' .. gateway)
  lines[#lines + 1] = {gateway, has.state, has.host, has.clients, has.opened, has.closed, has['messages-in'],
    has['messages-out'], left_of(till, now)}
end
local up = redis.call('ZRANGE', T .. 'gateways', 0, -1, 'WITHSCORES')
for i = 1, #up, 2 do add(up[i], up[i + 1]) end
for _, gateway in ipairs(redis.call('SMEMBERS', T .. 'dead-gateways')) do add(gateway) end
table.sort(lines, function(a, b) return a[1] < b[1] end)
return rows({'GATEWAY', 'STATE', 'HOST', '>CLIENTS', '>OPENED', '>CLOSED', '>IN', '>OUT', '>LEASE'}, lines)
