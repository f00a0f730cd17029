package io.gatefarm.redis.directory;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** restore_client.lua: puts one client's uid and groups back as its gateway remembers them. Safe to repeat. */
final class RestoreClient {
    private static final LuaScript SCRIPT = LuaScript.named("restore_client");

    private final ScriptRunner scripts;
    private final Keys keys;

    RestoreClient(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Restored> run(String gatewayId, ClientState client) {
        String[] names = {
            keys.gateway(gatewayId), keys.gatewayClients(gatewayId), keys.client(client.clientId()), keys.cell()
        };
        List<byte[]> arguments = new ArrayList<>(List.of(
                bytes(gatewayId),
                bytes(client.clientId()),
                bytes(client.version()),
                bytes(client.uid()),
                bytes(client.from()),
                bytes(client.sinceMs())));
        client.groups().forEach(group -> arguments.add(bytes(group)));
        return scripts.integer(SCRIPT, names, arguments.toArray(new byte[0][])).thenApply(Restored::of);
    }
}
