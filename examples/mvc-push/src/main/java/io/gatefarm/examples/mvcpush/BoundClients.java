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
import java.util.function.Consumer;

/**
 * The connections of one web session: a tab each. They are the user's while the session lasts; when it ends, by logout or by
 * time, they are let go and closed. Thread-safe.
 */
final class BoundClients implements HttpSessionBindingListener {
    static final String ATTRIBUTE = "clients";
    /** The page goes to the login. */
    private static final int LOGGED_OUT = 4200;
    /** The page connects and binds again, once the application is back. */
    private static final int STOPPED = 4201;

    private final Gateway gateway;
    private final User user;
    private final Consumer<BoundClients> whenEnded;

    @GuardedBy("this")
    private final Set<String> clientIds = new HashSet<>();

    @GuardedBy("this")
    private boolean ended;

    BoundClients(Gateway gateway, User user, Consumer<BoundClients> whenEnded) {
        this.gateway = gateway;
        this.user = user;
        this.whenEnded = whenEnded;
    }

    /** Makes the client the user's. Never blocks; OFFLINE when there is no such client. */
    CompletionStage<Change> bind(String clientId) {
        synchronized (this) {
            if (!ended) {
                clientIds.add(clientId);
            }
        }
        CompletionStage<Change> bound = gateway.bindUid(clientId, user.uid());
        CompletionStage<Change> joined = gateway.joinGroup(clientId, user.group());
        if (hasEnded()) { // while we were here; the Gateway keeps the order
            letGo(clientId, LOGGED_OUT, "logged out");
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
        end(LOGGED_OUT, "logged out");
    }

    /** The application stops, and its sessions with it. */
    void stop() {
        end(STOPPED, "the application stops");
    }

    private void end(int code, String reason) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        known().forEach(clientId -> letGo(clientId, code, reason));
        whenEnded.accept(this);
    }

    private void letGo(String clientId, int code, String reason) {
        gateway.unbindUid(clientId);
        gateway.leaveGroup(clientId, user.group());
        gateway.closeClient(clientId, code, reason);
    }
}
