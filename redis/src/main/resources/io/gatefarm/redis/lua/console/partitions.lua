-- partitions: owner and lag of each; LAG events wait in Redis, UNFINISHED are with the worker.
-- usage APP
-- flags no-writes
-- ARGV[1] app
-- returns a heading, then a line for each
local lines = {}
for partition = 0, tonumber(redis.call('HGET', '{' .. ARGV[1] .. '}:meta', 'partitions') or '0') - 1 do
  local has = redis.call('HMGET', T .. 'partition:' .. partition, 'owner', 'appended', 'read', 'unfinished')
  local owner = has[1] or ''
  lines[#lines + 1] = {partition, owner ~= '' and owner or '-', (has[2] or 0) - (has[3] or 0),
    words((string.gsub(has[4] or '', ',', ' ')))}
end
return rows({'>PARTITION', 'OWNER', '>LAG', '>UNFINISHED'}, lines)
