-- replay_letter: has the event of a dead letter handled again.
-- usage APP LETTER
-- calls replay_letter
-- ARGV[1] app   ARGV[2] id of the letter
-- returns 1 appended to its partition again | 0 there is no such letter
if not string.find(ARGV[2], '^%d+%-%d+$') then -- XRANGE takes less for a whole millisecond, XDEL for -0
  refuse('LETTER is an id such as 1795347224881-0 but is ' .. shown(ARGV[2]))
end
local letter = redis.call('XRANGE', T .. 'dead-letters', ARGV[2], ARGV[2])[1]
if not letter then return 0 end
local header = ''
for i = 1, #letter[2], 2 do if letter[2][i] == 'header' then header = letter[2][i + 1] end end
local partition = tonumber(string.match(header, '"client":"%w(%w%w)') or '', 32)
if not partition then refuse('letter ' .. letter[1] .. ' cannot be read') end
return replay_letter({T .. 'dead-letters', T .. 'in:' .. partition, T .. 'partition:' .. partition}, {letter[1]})
