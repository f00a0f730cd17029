package io.gatefarm.docs;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.gatefarm.push.Close;
import io.gatefarm.push.Cursor;
import io.gatefarm.push.Gateway;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.push.OverloadedException;
import io.gatefarm.push.Page;
import io.gatefarm.push.Receipt;
import io.gatefarm.push.SendOptions;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.event.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The code of docs/push-api.md. */
final class PushSnippets {
    private PushSnippets() {}

    static void open() {
        try (var gateway = GatewayClient.connect("redis://localhost:6379", "chat")) {
            gateway.sendToAll("the shop opens in five minutes");
        }
    }

    static GatewayClient openPatiently(String redisUri, String app) {
        return GatewayClient.connect(new RedisConfig(redisUri, Duration.ofSeconds(1)), app);
    }

    static void sends(Gateway gateway, String clientId, String otherId, byte[] image) {
        gateway.sendToClient(clientId, "hello");
        gateway.sendToClients(List.of(clientId, otherId), "hello, both");
        gateway.sendToUid(42, "hello on every screen of yours");
        gateway.sendToUids(List.of("42", "43"), "hello, two people");
        gateway.sendToGroup("lobby", "hello, all but one", clientId);
        gateway.sendToGroups(List.of("lobby", "news"), Message.binary(image));
        gateway.sendToAll("hello, everybody");
    }

    static void options(Gateway gateway, String clientId, String price) {
        gateway.sendToGroup(
                "prices",
                Message.text(price),
                SendOptions.DEFAULTS.except(clientId).droppable().latest("price:42"));
    }

    static CompletionStage<Boolean> receipt(Gateway gateway, String clientId) {
        return gateway.sendToClient(clientId, "are you there?")
                .thenApply(receipt -> receipt.status() == Receipt.Status.ROUTED);
    }

    static void closes(Gateway gateway, String clientId, String otherId, String deafId) {
        gateway.closeClient(clientId, "you have logged in elsewhere"); // a last message, then 1000
        gateway.closeClient(otherId, Close.kick("spam").after(Message.text("read the rules")));
        gateway.closeUid("42", 3001, "logged out"); // every connection of the user
        gateway.abortClient(deafId); // at once; what is queued for it is lost
    }

    static void groups(Gateway gateway, String clientId) {
        gateway.bindUid(clientId, 42);
        gateway.joinGroup(clientId, "lobby");
        gateway.sendToGroup("lobby", "42 is here"); // reaches the client, too
        gateway.leaveGroup(clientId, "lobby");
        gateway.unbindUid(clientId);
        gateway.ungroup("lobby").thenAccept(members -> System.out.println(members + " have left"));
    }

    static CompletionStage<String> bound(Gateway gateway, String clientId) {
        return gateway.bindUid(clientId, 42).thenApply(change -> switch (change) {
            case DONE -> "bound";
            case UNCHANGED -> "was bound already";
            case OFFLINE -> "gone: the page will post its new id";
        });
    }

    static JsonObject session(Gateway gateway, String clientId) {
        var seen = new JsonObject();
        seen.addProperty("page", "/cart");
        seen.add("coupon", JsonNull.INSTANCE); // removes the key
        gateway.updateSession(clientId, seen); // the other keys stay
        return gateway.session(clientId); // sees it
    }

    static String queries(Gateway gateway, List<String> friends) {
        long clients = gateway.countClients();
        long inLobby = gateway.countClients("lobby");
        Map<String, Long> perRoom = gateway.countClients(List.of("lobby", "news"));
        Set<String> online = gateway.onlineUids(friends);
        return clients + " clients, " + inLobby + " in the lobby, " + perRoom + ", online: " + online;
    }

    static CompletionStage<String> withoutBlocking(Gateway gateway) {
        return gateway.async()
                .countClients("lobby")
                .thenCombine(gateway.async().countUids(), (clients, uids) -> clients + " clients, " + uids + " users");
    }

    static long walk(Gateway gateway) {
        return Page.all(cursor -> gateway.clientIdsOfGroup("lobby", cursor))
                .filter(gateway::isOnline)
                .count();
    }

    // GET /clients?at=..
    static Page<String> oneScreen(Gateway gateway, String at) {
        return gateway.clientIds(new Cursor(at, 50)); // the next screen's "at" is page.next().get().position()
    }

    static String outcome(CompletionStage<Receipt> sent) {
        try {
            return sent.toCompletableFuture().join().status().name();
        } catch (CompletionException e) {
            if (e.getCause() instanceof OverloadedException) {
                return "not sent: 10,000 calls wait for Redis, slow down";
            }
            if (e.getCause() instanceof RedisUnavailableException) {
                return "unknown: Redis did not answer, it may have been sent";
            }
            throw e;
        }
    }
}
