-- frame: builds frames as gateways read them: one line of JSON, then the payload as it is; and checks what goes into them.
local UTF8 = {'[\225-\236\238\239][\128-\191][\128-\191]', '[\194-\223][\128-\191]', '\240[\144-\191][\128-\191][\128-\191]',
  '\224[\160-\191][\128-\191]', '\237[\128-\159][\128-\191]', '[\241-\243][\128-\191][\128-\191][\128-\191]',
  '\244[\128-\143][\128-\191][\128-\191]'}
local function is_utf8(text)
  for _, character in ipairs(UTF8) do
    if not string.find(text, '[\128-\255]') then return true end
    text = string.gsub(text, character, '?')
  end
  return not string.find(text, '[\128-\255]')
end
-- a uid or group becomes part of keys
local function name_of(what, name)
  if name == '' or #name > 256 or not is_utf8(name) or string.find(name, '%c') or string.find(name, '\194[\128-\159]') then
    refuse(what .. ' must be 1 to 256 bytes of UTF-8 without control characters but is ' .. shown(name)
      .. ' of ' .. #name .. ' bytes')
  end
  return name
end
local function client_of(client)
  if #client ~= 19 or string.find(client, '[^0-9a-v]') then refuse(shown(client) .. ' is no client id') end
  return client
end
-- hint tells what to do about a text that is none
local function payload(message, binary, hint)
  if #message > 1048576 then refuse('a message has at most 1048576 bytes but this one has ' .. #message) end
  if not binary and not is_utf8(message) then refuse('the message is not UTF-8' .. hint) end
  return (binary and ',"binary":true' or '') .. ',"bytes":' .. #message .. '}\n' .. message
end
-- a frame with a message for target, e.g. "groups":["room"]; from the place after it the options BINARY and EXCEPT client
local function send_frame(target, arguments, place)
  local binary, except, i = false, {}, place + 1
  while arguments[i] do
    local option = string.upper(arguments[i])
    if option == 'BINARY' then binary = true
    elseif option == 'EXCEPT' and arguments[i + 1] then
      i = i + 1
      except[#except + 1] = client_of(arguments[i])
    else refuse(shown(arguments[i]) .. ' is neither BINARY nor EXCEPT with a client (put the message in quotes)') end
    i = i + 1
  end
  return '{"op":"send",' .. target .. (#except > 0 and ',"except":' .. cjson.encode(except) or '')
    .. payload(arguments[place], binary, ': say BINARY after it')
end
-- a frame that closes with 4100, after which clients do not connect again by themselves, once the last message was sent
local function kick_frame(target, last)
  return '{"op":"close",' .. target .. ',"code":4100,"reason":"kicked"'
    .. (last and ',"last":true' .. payload(last, false, '') or ',"bytes":0}\n')
end
-- a state frame for the script that completes it
local function open_frame(op, client, rest) return '{"op":"' .. op .. '","client":"' .. client .. '"' .. rest end
-- one send; returns how many clients were reached
local function send_to(T, kind, look_up, frame)
  local names = {T .. 'cell', T .. 'gateways', look_up}
  return send(names, {kind, #names - 2, frame})[1]
end
