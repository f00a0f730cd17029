package io.gatefarm.redis.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * One Lua script with its includes put in front of it, as Redis gets it. A script names them in a line {@code -- uses a, b}.
 * A line {@code -- flags allow-oom} becomes the shebang above all: Redis runs that script even when its memory is full, so that
 * what was taken from clients can still be worked off and leases do not end. Immutable.
 */
public final class LuaScript {
    /** Every script, so that all are loaded at each connect. */
    public static final List<LuaScript> ALL = Stream.of(
                    "acquire_partition",
                    "append_events",
                    "ask_process",
                    "beat_gateway",
                    "bind_uid",
                    "bury_event",
                    "commit_partition",
                    "declare_gateway_dead",
                    "describe_worker",
                    "drain_gateway",
                    "join_group",
                    "leave_group",
                    "list_clients",
                    "list_uids_of_group",
                    "lock_sweep",
                    "probe_gateway",
                    "register_gateway",
                    "release_partition",
                    "renew_leases",
                    "replay_letter",
                    "restore_client",
                    "send",
                    "sweep_gateway",
                    "unbind_uid",
                    "ungroup",
                    "write_session")
            .map(LuaScript::load)
            .toList();

    private final String name;
    private final String body;
    private final byte[] source;
    private final String sha;

    private LuaScript(String name, String shebang, String body) {
        this.name = name;
        this.body = body;
        this.source = (shebang + body).getBytes(StandardCharsets.UTF_8);
        this.sha = sha1(this.source);
    }

    /**
     * The script of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static LuaScript named(String name) {
        return ALL.stream()
                .filter(script -> script.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no Lua script named " + name));
    }

    private static LuaScript load(String name) {
        LuaFile file = LuaFile.read(name);
        String flags = file.header("flags");
        var body = new StringBuilder();
        file.names("uses")
                .forEach(include ->
                        body.append(LuaFile.read("include/" + include).text()));
        return new LuaScript(
                name,
                flags.isEmpty() ? "" : "#!lua flags=" + flags + '\n',
                body.append(file.text()).toString());
    }

    private static String sha1(byte[] source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    public String name() {
        return name;
    }

    /** The source without the shebang. */
    String body() {
        return body;
    }

    byte[] source() {
        return source;
    }

    String sha() {
        return sha;
    }
}
