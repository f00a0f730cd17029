package io.gatefarm.bench.simulation.memory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.OneArgFunction;
import org.luaj.vm2.lib.VarArgFunction;
import org.luaj.vm2.lib.jse.JsePlatform;

/**
 * Runs scripts as Redis does: the same conversions, the same globals. The interpreter speaks Lua 5.2; what 5.1 does otherwise and
 * the scripts use (unpack, string.format) is put right here. May be shared by any number of servers of one thread.
 */
public final class LuaScripts {
    private final Globals globals = JsePlatform.standardGlobals();
    private final Map<String, Prototype> compiled = new HashMap<>();
    private final UnaryOperator<String> edit;
    private Function<List<String>, @Nullable Object> call = arguments -> null;

    /** @param edit changes a script before it is compiled, to take a rule out of it */
    public LuaScripts(UnaryOperator<String> edit) {
        this.edit = edit;
        var redis = new LuaTable();
        redis.set("call", new VarArgFunction() {
            @Override
            public Varargs invoke(Varargs arguments) {
                return called(arguments);
            }
        });
        redis.set("pcall", new VarArgFunction() {
            @Override
            public Varargs invoke(Varargs arguments) {
                try {
                    return called(arguments);
                } catch (RedisError e) {
                    return LuaScripts.error(e);
                }
            }
        });
        redis.set("error_reply", new OneArgFunction() {
            @Override
            public LuaValue call(LuaValue text) {
                var table = new LuaTable();
                table.set("err", text);
                return table;
            }
        });
        globals.set("redis", redis);
        globals.set("cjson", LuaJson.library());
        globals.set("unpack", globals.get("table").get("unpack"));
        globals.get("string").set("format", new VarArgFunction() {
            @Override
            public Varargs invoke(Varargs arguments) {
                return format(arguments);
            }
        });
    }

    /** Runs a script against a server. */
    @Nullable
    Object run(
            String source, List<String> keys, List<String> arguments, Function<List<String>, @Nullable Object> server) {
        Function<List<String>, @Nullable Object> before = call;
        call = server;
        try {
            globals.set("KEYS", list(keys));
            globals.set("ARGV", list(arguments));
            return reply(new LuaClosure(compiled.computeIfAbsent(source, this::compile), globals).call());
        } catch (LuaError e) {
            if (e.getCause() instanceof RedisError error) {
                throw error;
            }
            throw new IllegalStateException("script failed: " + e.getMessage() + "\n" + source, e);
        } finally {
            call = before;
        }
    }

    private Prototype compile(String source) {
        // the shebang stays a line, so that errors name the right one
        String text = edit.apply(source.startsWith("#!") ? "--" + source : source);
        try {
            return globals.compilePrototype(
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), "script");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LuaValue called(Varargs arguments) {
        List<String> words = new ArrayList<>(arguments.narg());
        for (int i = 1; i <= arguments.narg(); i++) {
            LuaValue word = arguments.arg(i);
            if (!word.isstring()) { // a number is one, too
                throw new RedisError("ERR Lua redis lib command arguments must be strings or integers");
            }
            words.add(text(word.checkstring()));
        }
        return value(call.apply(words));
    }

    private static LuaValue error(RedisError e) {
        var table = new LuaTable();
        table.set("err", String.valueOf(e.getMessage()));
        return table;
    }

    private static LuaValue value(@Nullable Object reply) {
        return switch (reply) {
            case null -> LuaValue.FALSE;
            case Long number -> LuaValue.valueOf(number.doubleValue());
            case String text -> bytes(text);
            case Status status -> {
                var table = new LuaTable();
                table.set("ok", status.text());
                yield table;
            }
            case List<?> list -> list(list);
            default -> throw new IllegalStateException("no reply of Redis: " + reply);
        };
    }

    private static LuaTable list(List<?> values) {
        var table = new LuaTable(values.size(), 0);
        int i = 1;
        for (Object value : values) {
            table.set(i++, value(value));
        }
        return table;
    }

    private static @Nullable Object reply(LuaValue value) {
        if (value.isnil() || value.isboolean() && !value.toboolean()) {
            return null;
        }
        if (value.isboolean()) {
            return 1L;
        }
        if (value.type() == LuaValue.TNUMBER) {
            return (long) value.todouble();
        }
        if (value.type() == LuaValue.TSTRING) {
            return text(value.checkstring());
        }
        LuaTable table = value.checktable();
        if (!table.get("err").isnil()) {
            throw new RedisError(table.get("err").tojstring());
        }
        if (!table.get("ok").isnil()) {
            return new Status(table.get("ok").tojstring());
        }
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 1; !table.get(i).isnil(); i++) {
            list.add(reply(table.get(i)));
        }
        return list;
    }

    /** The formats that scripts use: %.0f, %d and %s. */
    private static LuaValue format(Varargs arguments) {
        String format = arguments.checkjstring(1);
        return switch (format) {
            case "%.0f" -> LuaValue.valueOf(String.format(Locale.ROOT, "%.0f", arguments.checkdouble(2)));
            case "%d" -> LuaValue.valueOf(Long.toString((long) arguments.checkdouble(2)));
            case "%s" -> arguments.arg(2).tostring();
            default -> throw new LuaError("format not known here: " + format);
        };
    }

    private static LuaString bytes(String text) {
        return LuaString.valueOf(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String text(LuaString value) {
        return new String(value.m_bytes, value.m_offset, value.m_length, StandardCharsets.ISO_8859_1);
    }
}
