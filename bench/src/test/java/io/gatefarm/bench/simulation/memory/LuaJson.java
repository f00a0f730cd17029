package io.gatefarm.bench.simulation.memory;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.OneArgFunction;

/** The cjson that scripts have: what they encode and decode, written as Redis writes it. */
final class LuaJson {
    private LuaJson() {}

    static LuaTable library() {
        var library = new LuaTable();
        library.set("encode", new OneArgFunction() {
            @Override
            public LuaValue call(LuaValue value) {
                var json = new StringBuilder();
                write(json, value);
                return bytes(json.toString());
            }
        });
        library.set("decode", new OneArgFunction() {
            @Override
            public LuaValue call(LuaValue text) {
                return read(JsonParser.parseString(LuaScripts.text(text.checkstring())));
            }
        });
        return library;
    }

    private static LuaString bytes(String text) {
        return LuaString.valueOf(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void write(StringBuilder json, LuaValue value) {
        if (value.istable()) {
            write(json, value.checktable());
        } else if (value.type() == LuaValue.TSTRING) {
            quote(json, LuaScripts.text(value.checkstring()));
        } else {
            json.append(value.tojstring());
        }
    }

    /** A list, or {} when it is empty; scripts encode no other tables. */
    private static void write(StringBuilder json, LuaTable table) {
        if (table.length() == 0) {
            json.append("{}");
            return;
        }
        for (int i = 1; i <= table.length(); i++) {
            write(json.append(i == 1 ? '[' : ','), table.get(i));
        }
        json.append(']');
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\', '/' -> json.append('\\').append(c);
                case '\b' -> json.append("\\b");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\f' -> json.append("\\f");
                case '\r' -> json.append("\\r");
                default -> {
                    if (c < ' ' || c == 127) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    private static LuaValue read(JsonElement json) {
        if (json.isJsonObject()) {
            var table = new LuaTable();
            for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject().entrySet()) {
                table.set(bytes(entry.getKey()), read(entry.getValue()));
            }
            return table;
        }
        if (json.isJsonArray()) {
            var table = new LuaTable();
            json.getAsJsonArray().forEach(value -> table.set(table.length() + 1, read(value)));
            return table;
        }
        if (json.isJsonNull()) {
            return LuaValue.NIL;
        }
        JsonPrimitive value = json.getAsJsonPrimitive();
        if (value.isNumber()) {
            return LuaValue.valueOf(value.getAsDouble());
        }
        return value.isBoolean() ? LuaValue.valueOf(value.getAsBoolean()) : bytes(value.getAsString());
    }
}
