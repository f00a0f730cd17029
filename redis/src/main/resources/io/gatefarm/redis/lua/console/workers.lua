-- workers: every worker with its partitions and the events it has handled since its start.
-- usage APP
-- flags no-writes
-- ARGV[1] app
-- returns a heading, then a line for each
local lines, owned, now = {}, {}, now_ms()
for partition = 0, tonumber(redis.call('HGET', '{' .. ARGV[1] .. '}:meta', 'partitions') or '0') - 1 do
  local owner = partition_of(T, partition, now)
  if owner then owned[owner] = (owned[owner] or 0) + 1 end
end
local up, known = redis.call('ZRANGE', T .. 'workers', 0, -1, 'WITHSCORES'), {}
for i = 1, #up, 2 do known[up[i]] = up[i + 1] end
for owner in pairs(owned) do known[owner] = known[owner] or '' end
for worker, till in pairs(known) do
  local has = hash_at(T .. 'worker:' .. worker)
  lines[#lines + 1] = {worker, has.name, has.host, has.pid, owned[worker] or 0, has.handled, has.failed,
    left_of(tonumber(till), now)}
end
table.sort(lines, function(a, b) return a[1] < b[1] end)
return rows({'WORKER', 'NAME', 'HOST', '>PID', '>PARTITIONS', '>HANDLED', '>FAILED', '>LEASE'}, lines)
