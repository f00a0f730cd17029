-- renew_leases: renews a worker's own lease and those of its partitions, and tells what the operator wants of it.
-- flags allow-oom
-- KEYS[1] workers  zset, workerId -> lease end, ms   KEYS[2] worker:<worker>  hash, wanted, handled, failed
-- KEYS[3..] partition:<partition>  hash, owner, epoch, until (ms)
-- ARGV[1] workerId   ARGV[2] lease, ms   ARGV[3] up, or leaving: takes no new partition, so it is off the list of workers
-- ARGV[4] events handled   ARGV[5] of them failed   ARGV[6] how long it stays known without a renewal, ms
-- ARGV[7..] epoch held, one per partition
-- returns {1 known | 0 to be described again, wanted: '' or stop or reload, indexes (1..) of the partitions that are lost ..}
local time = redis.call('TIME')
local till = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2])
if ARGV[3] == 'leaving' then redis.call('ZREM', KEYS[1], ARGV[1]) else redis.call('ZADD', KEYS[1], till, ARGV[1]) end
local reply = {redis.call('PEXPIRE', KEYS[2], ARGV[6]), ''}
if reply[1] == 1 then
  redis.call('HSET', KEYS[2], 'handled', ARGV[4], 'failed', ARGV[5])
  reply[2] = redis.call('HGET', KEYS[2], 'wanted') or ''
end
for i = 3, #KEYS do
  local lease = redis.call('HMGET', KEYS[i], 'owner', 'epoch')
  if lease[1] == ARGV[1] and lease[2] == ARGV[i + 4] then redis.call('HSET', KEYS[i], 'until', till)
  else reply[#reply + 1] = i - 2 end
end
return reply
