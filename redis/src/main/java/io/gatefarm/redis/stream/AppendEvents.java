package io.gatefarm.redis.stream;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.EventCodec;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptReply;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** append_events.lua: appends a batch of one gateway's events to a partition; opens and closes change the directory with it. */
final class AppendEvents {
    private static final LuaScript SCRIPT = LuaScript.named("append_events");
    private static final int FIXED = 6;

    private final ScriptRunner scripts;
    private final Keys keys;

    AppendEvents(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    /** Safe to repeat: what is in the stream already is not appended again. */
    CompletableFuture<AppendReply> run(AppendBatch batch) {
        byte[][] arguments = new byte[FIXED + 4 * batch.events().size()][];
        arguments[0] = bytes(batch.gatewayId());
        arguments[1] = bytes(batch.partition());
        arguments[2] = bytes(batch.firstSequence());
        arguments[3] = bytes(batch.oldestHeld());
        arguments[4] = bytes(batch.lagLimit());
        arguments[5] = bytes(batch.follows());
        int next = FIXED;
        for (ClientEvent event : batch.events()) {
            arguments[next++] = bytes(EventCodec.kind(event));
            arguments[next++] = bytes(event.clientId());
            arguments[next++] = EventCodec.header(event, batch.again());
            arguments[next++] = EventCodec.data(event);
        }
        String gateway = batch.gatewayId();
        String[] names = {
            keys.in(batch.partition()),
            keys.appended(gateway),
            keys.gateway(gateway),
            keys.gatewayClients(gateway),
            keys.partition(batch.partition())
        };
        return scripts.list(SCRIPT, names, arguments).thenApply(AppendEvents::reply);
    }

    private static AppendReply reply(ScriptReply reply) {
        return new AppendReply(
                AppendReply.Status.valueOf(reply.text(0)),
                reply.number(1),
                reply.number(2),
                reply.text(4),
                reply.text(5),
                reply.text(3));
    }
}
