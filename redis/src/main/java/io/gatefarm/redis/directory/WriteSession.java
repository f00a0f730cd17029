package io.gatefarm.redis.directory;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** write_session.lua: replaces a client's session when its version is the expected one. Safe to repeat. */
final class WriteSession {
    private static final LuaScript SCRIPT = LuaScript.named("write_session");

    private static final byte[] ANY_VERSION = {};

    private final ScriptRunner scripts;
    private final Keys keys;

    WriteSession(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    /** @param expectedVersion 0 when there is no session yet */
    CompletableFuture<SessionWrite> run(String clientId, long expectedVersion, String json) {
        return run(clientId, bytes(expectedVersion), json);
    }

    /** Whatever the version. */
    CompletableFuture<SessionWrite> run(String clientId, String json) {
        return run(clientId, ANY_VERSION, json);
    }

    private CompletableFuture<SessionWrite> run(String clientId, byte[] expectedVersion, String json) {
        String[] names = {keys.client(clientId), keys.session(clientId)};
        return scripts.list(SCRIPT, names, expectedVersion, bytes(json))
                .thenApply(reply -> SessionWrite.of(reply.number(0)));
    }
}
