-- renew_leases: renews a worker's own lease and those of its partitions.
-- flags allow-oom
-- KEYS[1] workers  zset, workerId -> lease end, ms   KEYS[2..] partition:<partition>  hash, owner, epoch, until (ms)
-- ARGV[1] workerId   ARGV[2] lease, ms   ARGV[3] up, or leaving: takes no new partition, so it is off the list of workers
-- ARGV[4..] epoch held, one per partition
-- returns the indexes (1..) of the partitions that are lost
local time = redis.call('TIME')
local till = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2])
local lost = {}
if ARGV[3] == 'leaving' then redis.call('ZREM', KEYS[1], ARGV[1]) else redis.call('ZADD', KEYS[1], till, ARGV[1]) end
for i = 2, #KEYS do
  local lease = redis.call('HMGET', KEYS[i], 'owner', 'epoch')
  if lease[1] == ARGV[1] and lease[2] == ARGV[i + 2] then redis.call('HSET', KEYS[i], 'until', till)
  else lost[#lost + 1] = i - 1 end
end
return lost
