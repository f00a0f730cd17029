-- partitions: owner and lag of each; LAG events wait in Redis, UNFINISHED are with the worker.
-- usage APP
-- flags no-writes
-- ARGV[1] app
-- returns a heading, then a line for each
local lines, now = {}, now_ms()
for partition = 0, tonumber(redis.call('HGET', '{' .. ARGV[1] .. '}:meta', 'partitions') or '0') - 1 do
  local owner, lag, unfinished = partition_of(T, partition, now)
  lines[#lines + 1] = {partition, owner or '-', lag, unfinished}
end
return rows({'>PARTITION', 'OWNER', '>LAG', '>UNFINISHED'}, lines)
