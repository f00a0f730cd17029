package io.gatefarm.examples.mvcpush;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.push.Gateway;
import io.gatefarm.redis.directory.Change;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The connections of one web session: a tab each. They are the user's while the session lasts; when it ends, by logout or by
 * time, they are let go and closed. Thread-safe.
 */
final class BoundClients implements HttpSessionBindingListener {
    static final String ATTRIBUTE = "clients";
    /** The page goes to the login instead of connecting again. */
    static final int LOGGED_OUT = 4200;

    private final Gateway gateway;
    private final User user;

    @GuardedBy("this")
    private final Set<String> clientIds = new HashSet<>();

    @GuardedBy("this")
    private boolean ended;

    BoundClients(Gateway gateway, User user) {
        this.gateway = gateway;
        this.user = user;
    }

    /** Makes the client the user's. Never blocks; OFFLINE when there is no such client. */
    CompletionStage<Change> bind(String clientId) {
        synchronized (this) {
            if (!ended) {
                clientIds.add(clientId);
            }
        }
        // one Gateway keeps the order: whoever sees the uid sees the group soon after
        CompletionStage<Change> bound = gateway.bindUid(clientId, user.uid());
        CompletionStage<Change> joined = gateway.joinGroup(clientId, user.group());
        if (hasEnded()) { // while we were here
            letGo(clientId);
        }
        return joined.thenCombine(bound, (join, bind) -> bind);
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    /** Forgets the tabs that were closed meanwhile. Blocks for a Redis call per tab. */
    void forgetGone() {
        List<String> gone = known().stream().filter(id -> !gateway.isOnline(id)).toList();
        synchronized (this) {
            gone.forEach(clientIds::remove);
        }
    }

    private synchronized List<String> known() {
        return List.copyOf(clientIds);
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        synchronized (this) {
            ended = true;
        }
        known().forEach(this::letGo);
    }

    private void letGo(String clientId) {
        gateway.unbindUid(clientId);
        gateway.leaveGroup(clientId, user.group());
        gateway.closeClient(clientId, LOGGED_OUT, "logged out");
    }
}
