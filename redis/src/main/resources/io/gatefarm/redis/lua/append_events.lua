-- append_events: appends a batch of one gateway's events to a partition; opens and closes change the directory with it.
-- uses tag, unlink, drop_client
-- KEYS[1] in:<partition>            stream, one entry per event: origin (gateway:partition:sequence), header (JSON), data
-- KEYS[2] appended:<gateway>        hash, partition -> last sequence, id:<partition> -> its entry id
-- KEYS[3] gateway:<gateway>         hash, state
-- KEYS[4] gateway-clients:<gateway> set, clientIds
-- KEYS[5] partition:<partition>     hash, appended and read (events), position, unfinished (ids)
-- ARGV[1] gatewayId   ARGV[2] partition   ARGV[3] first sequence of the batch
-- ARGV[4] oldest sequence that the gateway still holds (all below are handled)   ARGV[5] limit of the lag, events
-- ARGV[6] sequence that must be there before the batch (those between it and the first are handled)
-- then for each event: kind (open, message, close), clientId, header, data
-- returns {status OK|GAP|FULL|FENCED|UNKNOWN, last sequence in Redis, lag in events, its entry id, position, unfinished}
local gateway, partition, sequence = ARGV[1], ARGV[2], tonumber(ARGV[3])
local state = redis.call('HGET', KEYS[3], 'state')
if not state then return {'UNKNOWN', 0, 0, '', '', ''} end
if state == 'dead' then return {'FENCED', 0, 0, '', '', ''} end
local last = math.max(tonumber(redis.call('HGET', KEYS[2], partition) or '0'), tonumber(ARGV[4]) - 1)
if tonumber(ARGV[6]) > last then return {'GAP', last, 0, '', '', ''} end
local counts = redis.call('HMGET', KEYS[5], 'appended', 'read', 'position', 'unfinished')
local lag = tonumber(counts[1] or '0') - tonumber(counts[2] or '0')
if lag >= tonumber(ARGV[5]) then return {'FULL', last, lag, '', counts[3] or '', counts[4] or ''} end
local id, added = '', 0
for i = 7, #ARGV, 4 do
  if sequence > last then
    local kind, client, header, data = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
    if kind == 'open' then
      local since, remote = string.match(header, '"time":(%d+),"remote":"([^"]*)"')
      redis.call('SADD', KEYS[4], client)
      if redis.call('HSET', T .. 'client:' .. client, 'gateway', gateway, 'from', remote or '', 'since', since or 0) == 3 then
        redis.call('HINCRBY', T .. 'cell', 'clients', 1)
      end
      redis.call('PERSIST', T .. 'session:' .. client)
    elseif kind == 'close' then drop_client(client, gateway) end
    id = redis.call('XADD', KEYS[1], '*', 'origin', gateway .. ':' .. partition .. ':' .. sequence, 'header', header, 'data', data)
    added = added + 1
  end
  sequence = sequence + 1
end
if added > 0 then
  redis.call('HSET', KEYS[2], partition, sequence - 1, 'id:' .. partition, id)
  redis.call('HINCRBY', KEYS[5], 'appended', added)
else id = redis.call('HGET', KEYS[2], 'id:' .. partition) or '' end
return {'OK', math.max(last, sequence - 1), lag + added, id, counts[3] or '', counts[4] or ''}
