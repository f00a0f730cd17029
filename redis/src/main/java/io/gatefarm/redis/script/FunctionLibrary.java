package io.gatefarm.redis.script;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The console's functions for {@code FCALL}, as text for {@code FUNCTION LOAD}. Put together from the scripts as they are, each a
 * local Lua function, and from the files in {@code lua/console}, each a function of the library. A console file names the
 * scripts that it calls in a line {@code -- calls a, b} and its arguments in a line {@code -- usage}. Immutable.
 */
public final class FunctionLibrary {
    /** Its name in Redis, with which its functions' names begin. */
    public static final String NAME = "gatefarm";

    /** Every function, without the library's name before it. */
    static final List<String> FUNCTIONS = List.of(
            "bind_uid",
            "client",
            "clients",
            "drain_gateway",
            "gateways",
            "group",
            "groups",
            "help",
            "join_group",
            "kick_client",
            "kick_uid",
            "leave_group",
            "letters",
            "partitions",
            "replay_letter",
            "send_to_all",
            "send_to_client",
            "send_to_group",
            "send_to_uid",
            "status",
            "uid",
            "unbind_uid",
            "version",
            "workers");

    private static final Pattern VERSION = Pattern.compile("^local VERSION = (\\d+)$", Pattern.MULTILINE);
    private static final FunctionLibrary LIBRARY = build();

    private final String text;
    private final int version;

    FunctionLibrary(String text, int version) {
        this.text = text;
        this.version = version;
    }

    /** The library of this release. */
    public static FunctionLibrary current() {
        return LIBRARY;
    }

    /** What {@code FUNCTION LOAD} takes. */
    public String text() {
        return text;
    }

    /** Grows with every change. */
    public int version() {
        return version;
    }

    private static FunctionLibrary build() {
        List<LuaFile> functions =
                FUNCTIONS.stream().map(name -> LuaFile.read("console/" + name)).toList();
        String basis = LuaFile.read("console/include/library").text();
        var text = new StringBuilder("#!lua name=" + NAME + "\n").append(basis);
        Set<String> scripts = new LinkedHashSet<>();
        functions.forEach(function -> scripts.addAll(function.names("calls")));
        scripts.forEach(script -> text.append("local function ")
                .append(script)
                .append("(KEYS, ARGV)\n")
                .append(LuaScript.named(script).body())
                .append("end\n"));
        text.append(LuaFile.read("console/include/rows").text());
        text.append(LuaFile.read("console/include/frame").text());
        functions.forEach(function -> text.append(registration(function)));
        return new FunctionLibrary(text.toString(), version(basis));
    }

    private static String registration(LuaFile function) {
        return "register{name = '" + function.name() + "', usage = '" + function.header("usage") + "', flags = {"
                + flags(function) + "},\nsummary = [[" + function.summary() + "]], run = function(T, ARGV)\n"
                + function.text() + "end}\n";
    }

    private static String flags(LuaFile function) {
        String flags = function.header("flags");
        return flags.isEmpty() ? "" : "'" + flags + "'";
    }

    private static int version(String basis) {
        Matcher line = VERSION.matcher(basis);
        if (!line.find()) {
            throw new IllegalStateException("console/include/library.lua has no VERSION");
        }
        return Integer.parseInt(line.group(1));
    }
}
