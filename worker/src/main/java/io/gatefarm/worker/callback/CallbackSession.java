package io.gatefarm.worker.callback;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.directory.Directory;
import io.gatefarm.redis.directory.SessionWrite;
import io.gatefarm.redis.directory.StoredSession;
import io.gatefarm.worker.Session;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session of one callback. Owned by the callback's thread; others may only call {@link #beforeCommand}.
 *
 * <p>Reads go through the gateway's queue, behind the callback's own commands; writes compare versions and need no order.
 */
final class CallbackSession implements Session {
    /** Writers that may get in between before the write counts as failed. */
    private static final int WRITE_TRIES = 100;

    private final String clientId;
    private final GatewayClient gateway;
    private final Directory directory;
    private final Duration patience;
    private final Thread owner;
    private final SessionCopy copy = new SessionCopy();
    private long version;
    private boolean ended;
    private volatile boolean stale = true;

    CallbackSession(String clientId, GatewayClient gateway, Directory directory, Duration patience, Thread owner) {
        this.owner = owner;
        this.clientId = clientId;
        this.gateway = gateway;
        this.directory = directory;
        this.patience = patience;
    }

    @Override
    public Optional<JsonElement> get(String key) {
        return Optional.ofNullable(read().get(key))
                .filter(value -> !value.isJsonNull())
                .map(JsonElement::deepCopy);
    }

    @Override
    public void put(String key, JsonElement value) {
        change(key, value.deepCopy());
    }

    @Override
    public void remove(String key) {
        change(key, null);
    }

    private void change(String key, @Nullable JsonElement value) {
        // read first: a command may still be on its way, and this change comes after it
        read().change(key, value);
    }

    @Override
    public JsonObject toJson() {
        return read().values().deepCopy();
    }

    @Override
    public boolean isChanged() {
        return copy.isChanged();
    }

    private SessionCopy read() {
        if (ended) {
            throw new IllegalStateException("session of client " + clientId + " used after its callback");
        }
        if (stale) {
            stale = false; // before the read: a command that comes meanwhile makes it true again
            try {
                rebase(gateway.storedSession(clientId));
            } catch (RuntimeException e) {
                stale = true;
                throw e;
            }
        }
        return copy;
    }

    private void rebase(StoredSession stored) {
        version = stored.version();
        copy.rebase(JsonParser.parseString(stored.json()).getAsJsonObject());
    }

    /** Writes the changes; when another has written meanwhile, the changed keys go onto what that one wrote. */
    void save() {
        for (int i = 0; copy.isChanged(); i++) {
            if (i == WRITE_TRIES) {
                throw new IllegalStateException("session of " + clientId + " changed under " + WRITE_TRIES + " writes");
            }
            var write = directory.writeSession(clientId, version, copy.values().toString());
            if (RedisFailures.await(write, patience) == SessionWrite.CONFLICT) {
                rebase(RedisFailures.await(directory.session(clientId), patience));
            } else {
                version++; // written, or the client is gone and nobody will read it any more
                copy.saved();
            }
        }
    }

    /**
     * A command is about to change the session: what the callback changed before it is written first, and what comes after is
     * read again. Another thread's command has no place among the callback's changes, which go on top of it.
     */
    void beforeCommand() {
        if (Thread.currentThread() == owner && !ended) {
            save();
        }
        stale = true;
    }

    /** The callback is over: what it did not save is dropped. */
    void end() {
        ended = true;
        copy.saved();
    }
}
