package io.gatefarm.worker.callback;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.push.Gateway;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.push.Receipt;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.directory.Directory;
import io.gatefarm.redis.directory.SessionWrite;
import io.gatefarm.redis.directory.StoredSession;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import io.gatefarm.worker.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The client of one callback. Uid and session are read at most once; owned by the callback's thread but for its sends. */
final class CallbackClient implements Client {
    /** Writers that may get in between before the write counts as failed. */
    private static final int WRITE_TRIES = 100;

    private final String id;
    private final String gatewayId;
    private final GatewayClient gateway;
    private final Directory directory;
    private final Duration patience;
    private boolean uidKnown;
    private Optional<String> uid = Optional.empty();
    private @Nullable Session session;
    private long sessionVersion;

    CallbackClient(String id, String gatewayId, GatewayClient gateway, Directory directory, Duration patience) {
        this.id = id;
        this.gatewayId = gatewayId;
        this.gateway = gateway;
        this.directory = directory;
        this.patience = patience;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String gatewayId() {
        return gatewayId;
    }

    @Override
    public Optional<String> uid() {
        if (!uidKnown) {
            uid = gateway.uidOf(id);
            uidKnown = true;
        }
        return uid;
    }

    @Override
    public Session session() {
        Session read = session;
        if (read == null) {
            StoredSession stored = gateway.storedSession(id);
            sessionVersion = stored.version();
            read = new Session(object(stored));
            session = read;
        }
        return read;
    }

    /** When another has written meanwhile, the changed keys go onto what that one wrote. */
    @Override
    public void saveSession() {
        Session changed = session;
        if (changed == null || !changed.isChanged()) {
            return;
        }
        JsonObject values = changed.toJson();
        for (int i = 0; i < WRITE_TRIES; i++) {
            var write = directory.writeSession(id, sessionVersion, values.toString());
            if (RedisFailures.await(write, patience) != SessionWrite.CONFLICT) {
                sessionVersion++; // written, or the client is gone and nobody will read it any more
                changed.saved();
                return;
            }
            StoredSession newer = RedisFailures.await(directory.session(id), patience);
            sessionVersion = newer.version();
            values = object(newer);
            changed.applyChangesTo(values);
        }
        throw new IllegalStateException("session of " + id + " changed under " + WRITE_TRIES + " writes");
    }

    private static JsonObject object(StoredSession stored) {
        return JsonParser.parseString(stored.json()).getAsJsonObject();
    }

    @Override
    public Gateway gateway() {
        return gateway;
    }

    @Override
    public CompletionStage<Receipt> send(Message message) {
        return gateway.sendVia(gatewayId, id, message);
    }

    @Override
    public CompletionStage<Receipt> close(int code, String reason) {
        return gateway.closeClient(id, code, reason);
    }

    @Override
    public CompletionStage<Change> joinGroup(String group) {
        return gateway.joinGroup(id, group);
    }

    @Override
    public CompletionStage<Change> leaveGroup(String group) {
        return gateway.leaveGroup(id, group);
    }

    @Override
    public CompletionStage<Change> bindUid(String newUid) {
        uidKnown = false;
        return gateway.bindUid(id, newUid);
    }

    @Override
    public CompletionStage<Change> unbindUid() {
        uidKnown = false;
        return gateway.unbindUid(id);
    }
}
