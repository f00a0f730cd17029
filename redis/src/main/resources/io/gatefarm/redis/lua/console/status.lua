-- status: the app in one screen.
-- usage APP
-- flags no-writes
-- ARGV[1] app
-- returns lines of text
local partitions = tonumber(redis.call('HGET', '{' .. ARGV[1] .. '}:meta', 'partitions') or '0')
local lag, unfinished, free, now = 0, 0, 0, now_ms()
for partition = 0, partitions - 1 do
  local owner, waiting, begun = partition_of(T, partition, now)
  if not owner then free = free + 1 end
  lag, unfinished = lag + waiting, unfinished + begun
end
return rows({'APP', ARGV[1]}, {
  {'clients', redis.call('HGET', T .. 'cell', 'clients') or 0},
  {'groups', redis.call('SCARD', T .. 'groups')},
  {'uids', redis.call('SCARD', T .. 'uids')},
  {'gateways', redis.call('ZCOUNT', T .. 'gateways', now, '+inf') .. ', being swept: ' .. redis.call('SCARD', T .. 'dead-gateways')},
  {'workers', redis.call('ZCOUNT', T .. 'workers', now, '+inf')},
  {'partitions', partitions .. ', without an owner: ' .. free},
  {'lag', lag .. ', unfinished: ' .. unfinished},
  {'dead letters', redis.call('XLEN', T .. 'dead-letters')}})
