package io.gatefarm.redis.channel;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptReply;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** send.lua: makes sends in their order; what goes to one gateway is published together. */
final class SendFrames {
    private static final LuaScript SCRIPT = LuaScript.named("send");

    private final ScriptRunner scripts;
    private final Keys keys;

    SendFrames(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<long[]> run(List<Send> sends) {
        List<String> names = new ArrayList<>(sends.size() + 2);
        names.add(keys.cell());
        names.add(keys.gateways());
        byte[][] arguments = new byte[3 * sends.size()][];
        int next = 0;
        for (Send send : sends) {
            Target target = send.target();
            for (String name : target.names()) {
                names.add(key(target.kind(), name));
            }
            arguments[next++] = bytes(target.kind().name().toLowerCase(Locale.ROOT));
            arguments[next++] = bytes(target.names().size());
            arguments[next++] = send.frames();
        }
        return scripts.list(SCRIPT, names.toArray(String[]::new), arguments).thenApply(SendFrames::numbers);
    }

    private String key(Target.Kind kind, String name) {
        return switch (kind) {
            case GATEWAY -> keys.gateway(name);
            case CLIENT -> keys.client(name);
            case UID -> keys.uid(name);
            case GROUP -> keys.groupGateways(name);
            case ALL -> throw new IllegalArgumentException("all has no names: " + name);
        };
    }

    private static long[] numbers(ScriptReply reply) {
        return LongStream.range(0, reply.size()).map(i -> reply.number((int) i)).toArray();
    }
}
