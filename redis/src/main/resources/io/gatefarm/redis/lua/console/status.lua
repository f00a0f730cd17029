-- status: the app in one screen.
-- usage APP
-- flags no-writes
-- ARGV[1] app
-- returns lines of text
local partitions = tonumber(redis.call('HGET', '{' .. ARGV[1] .. '}:meta', 'partitions') or '0')
local lag, open, free = 0, 0, 0
for partition = 0, partitions - 1 do
  local found = redis.call('HMGET', T .. 'partition:' .. partition, 'owner', 'appended', 'read', 'unfinished')
  if (found[1] or '') == '' then free = free + 1 end
  lag = lag + (found[2] or 0) - (found[3] or 0)
  open = open + words((string.gsub(found[4] or '', ',', ' ')))
end
return rows({'APP', ARGV[1]}, {
  {'clients', redis.call('HGET', T .. 'cell', 'clients') or 0},
  {'groups', redis.call('SCARD', T .. 'groups')},
  {'uids', redis.call('SCARD', T .. 'uids')},
  {'gateways', redis.call('ZCARD', T .. 'gateways') .. ', being swept: ' .. redis.call('SCARD', T .. 'dead-gateways')},
  {'workers', redis.call('ZCARD', T .. 'workers')},
  {'partitions', partitions .. ', without an owner: ' .. free},
  {'lag', lag .. ', unfinished: ' .. open},
  {'dead letters', redis.call('XLEN', T .. 'dead-letters')}})
