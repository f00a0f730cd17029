-- replay_letter: has the event of a dead letter handled again.
-- usage APP LETTER
-- calls replay_letter
-- ARGV[1] app   ARGV[2] id of the letter
-- returns 1 appended to its partition again | 0 there is no such letter
local letter = redis.call('XRANGE', T .. 'dead-letters', ARGV[2], ARGV[2])[1]
if not letter then return 0 end
local header = ''
for i = 1, #letter[2], 2 do if letter[2][i] == 'header' then header = letter[2][i + 1] end end
local partition = tonumber(string.match(header, '"client":"%w(%w%w)') or '', 32)
if not partition then refuse('letter ' .. ARGV[2] .. ' cannot be read') end
return replay_letter({T .. 'dead-letters', T .. 'in:' .. partition, T .. 'partition:' .. partition}, {ARGV[2]})
