package io.gatefarm.docs;

import com.google.gson.JsonObject;
import io.gatefarm.push.Cursor;
import io.gatefarm.push.Gateway;
import io.gatefarm.push.Page;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import io.gatefarm.worker.Events;
import io.gatefarm.worker.Worker;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The code of docs/migrating-from-gatewayworker.md but for the chat, which is {@link PortedChat}. */
final class MigrationSnippets {
    private MigrationSnippets() {}

    /** A timer in a worker. */
    static final class ClockEvents implements Events {
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

        @Override
        public void onWorkerStart(Worker worker) {
            timer.scheduleWithFixedDelay(() -> tick(worker), 1, 1, TimeUnit.SECONDS);
        }

        private void tick(Worker worker) {
            try {
                if (worker.partitions().contains(0)) { // once in the farm, not once per worker
                    worker.gateway().sendToAll("tick");
                }
            } catch (RuntimeException e) {
                System.getLogger("clock").log(System.Logger.Level.WARNING, "tick", e); // else the timer ends
            }
        }

        @Override
        public void onWorkerStop(Worker worker) {
            timer.shutdownNow();
        }

        @Override
        public void onMessage(Client client, Message message) {}
    }

    /** What onWebSocketConnect did. */
    static final class TokenEvents implements Events {
        @Override
        public void onConnect(Client client, Handshake handshake) {
            Optional<String> uid = uidOfToken(parameter(handshake.query(), "token"));
            if (uid.isEmpty()) {
                client.close(4401, "bad token"); // no onMessage is called for it any more
                return;
            }
            client.session().put("ip", handshake.remoteAddress());
            client.bindUid(uid.get());
        }

        @Override
        public void onMessage(Client client, Message message) {
            client.send(
                    client.uid().orElse("?") + "@" + client.session().text("ip").orElse("?"));
        }

        private static String parameter(String query, String name) {
            for (String pair : query.split("&", -1)) {
                if (pair.startsWith(name + "=")) {
                    return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                }
            }
            return "";
        }

        private static Optional<String> uidOfToken(String token) {
            return token.startsWith("secret-") ? Optional.of(token.substring("secret-".length())) : Optional.empty();
        }
    }

    /** The web application's side of a push, as a plain class that any framework can hold. */
    static final class Pushes {
        private final Gateway gateway;

        Pushes(Gateway gateway) {
            this.gateway = gateway;
        }

        // POST /bind, with the web session that the login made
        boolean bind(String clientId, long userId, List<String> rooms) {
            rooms.forEach(room -> gateway.joinGroup(clientId, room));
            return gateway.bindUid(clientId, userId).toCompletableFuture().join() != Change.OFFLINE;
        }

        void orderShipped(long userId, String orderId) {
            var push = new JsonObject();
            push.addProperty("type", "shipped");
            push.addProperty("order", orderId);
            gateway.sendToUid(userId, push.toString());
        }

        void notice(String room, String text) {
            gateway.sendToGroup(room, text);
        }

        void toEverybody(String text) {
            gateway.sendToAll(text);
        }
    }

    /** getAllGroupClientIdCount. */
    static Map<String, Long> clientsOfEachGroup(Gateway gateway) {
        Map<String, Long> clients = new LinkedHashMap<>();
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            Page<String> groups = gateway.groups(next.get());
            clients.putAll(gateway.countClients(groups.items()));
            next = groups.next();
        }
        return clients;
    }
}
