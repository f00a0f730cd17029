-- library: what makes a console file a function that FCALL finds. An app that is not there, a word too few or too many and an error
-- of Redis become the function's error reply, in one line.
local VERSION = 1
local manual = {}
local function refuse(why) error({err = 'ERR ' .. why}) end
-- a word of the caller's as an error repeats it: in quotes, in one line and not endless
local function shown(word) return '"' .. string.gsub(string.sub(word, 1, 80), '[%c\128-\255]', '?') .. '"' end
local function tag_of(app)
  if redis.call('EXISTS', '{' .. app .. '}:meta') == 0 then refuse('no app ' .. shown(app) .. ' on this Redis') end
  return '{' .. app .. '.0}:'
end
local function words(text) return select(2, string.gsub(text, '%S+', '')) end
-- what.usage names the arguments: those in brackets may be left out, .. stands for any number more
local function check(line, usage, number)
  local least, most = words((string.gsub(usage, '%[.*', ''))), words(usage)
  if string.find(usage, '..', 1, true) then most = math.huge end
  if number < least or number > most then refuse('usage: ' .. line .. (usage ~= '' and ' ' or '') .. usage) end
end
-- while a library is loaded Lua has no string and no table: all that needs them is done when the function is called
local function register(what)
  local line = 'gatefarm_' .. what.name .. ' 0'
  manual[#manual + 1] = {line, what.usage, what.summary}
  local function run(_, arguments)
    local done, reply = pcall(function()
      check(line, what.usage, #arguments)
      return what.run(what.usage ~= '' and tag_of(arguments[1]), arguments)
    end)
    if done then return reply end
    local why = type(reply) == 'table' and reply.err or tostring(reply) -- Redis's pcall gives the text of an error table
    return {err = string.find(why, '^%u+ ') and why or 'ERR ' .. why}
  end
  redis.register_function{function_name = 'gatefarm_' .. what.name, callback = run, flags = what.flags}
end
