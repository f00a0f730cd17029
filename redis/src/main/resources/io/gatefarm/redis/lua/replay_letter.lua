-- replay_letter: appends the event of a dead letter again to its partition and takes the letter away, in one step.
-- KEYS[1] dead-letters           stream, origin, header, data, ..
-- KEYS[2] in:<partition>         stream, origin (letter:<letter id>, new to every worker), header with "again":true, data
-- KEYS[3] partition:<partition>  hash, appended (events)
-- ARGV[1] id of the letter
-- returns 1 appended | 0 there is no such letter
local letter = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
if not letter then return 0 end
local fields = {}
for i = 1, #letter[2], 2 do fields[letter[2][i]] = letter[2][i + 1] end
local header = fields.header
if not string.find(header, ',"again":true', 1, true) then
  header = string.gsub(header, '}%s*$', ',"again":true}')
end
redis.call('XADD', KEYS[2], '*', 'origin', 'letter:' .. ARGV[1], 'header', header, 'data', fields.data)
redis.call('HINCRBY', KEYS[3], 'appended', 1)
redis.call('XDEL', KEYS[1], ARGV[1])
return 1
