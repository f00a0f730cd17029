package io.gatefarm.redis.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Delivery;
import io.gatefarm.redis.frame.Frame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What each client of one gateway gets, found as a gateway does it: from frames alone. Thread-safe. */
final class Deliveries {
    @GuardedBy("this")
    private final Map<String, Client> clients = new HashMap<>();

    private static final class Client {
        final List<String> received = new ArrayList<>();
        final List<String> texts = new ArrayList<>();
        final List<String> ends = new ArrayList<>();
        final Set<String> groups = new HashSet<>();
        String uid = "";
        boolean connected;
        boolean held;
        boolean aborted;
        int closeCode;

        boolean takes() {
            return connected && closeCode == 0 && !aborted;
        }
    }

    synchronized void connected(String clientId) {
        client(clientId).connected = true;
        client(clientId).held = true;
    }

    @GuardedBy("this")
    private Client client(String clientId) {
        return clients.computeIfAbsent(clientId, id -> new Client());
    }

    synchronized boolean hasHeld(String clientId) {
        return client(clientId).held;
    }

    synchronized void gone(String clientId) {
        Client client = client(clientId);
        client.connected = false;
        client.groups.clear();
        client.uid = "";
    }

    synchronized void deliver(Frame frame) {
        if (frame instanceof Frame.ToClients to) {
            send(new LinkedHashSet<>(to.clientIds()), to.except(), to.message(), to.delivery());
        } else if (frame instanceof Frame.ToUids to) {
            send(where(client -> to.uids().contains(client.uid)), to.except(), to.message(), to.delivery());
        } else if (frame instanceof Frame.ToGroups to) {
            var members = where(client -> to.groups().stream().anyMatch(client.groups::contains));
            send(members, to.except(), to.message(), to.delivery());
        } else if (frame instanceof Frame.ToAll to) {
            send(clients.keySet(), to.except(), to.message(), to.delivery());
        } else if (frame instanceof Frame.Close close) {
            close(close.clientId(), close.code(), close.reason(), close.last());
        } else if (frame instanceof Frame.CloseUid close) {
            where(client -> client.uid.equals(close.uid()))
                    .forEach(clientId -> close(clientId, close.code(), close.reason(), close.last()));
        } else if (frame instanceof Frame.Abort abort) {
            abort(client(abort.clientId()));
        } else {
            change(frame);
        }
    }

    @GuardedBy("this")
    private Set<String> where(Predicate<Client> wanted) {
        Set<String> found = new LinkedHashSet<>();
        clients.forEach((clientId, client) -> {
            if (wanted.test(client)) {
                found.add(clientId);
            }
        });
        return found;
    }

    @GuardedBy("this")
    private void send(Collection<String> receivers, List<String> except, Message message, Delivery delivery) {
        for (String clientId : receivers) {
            Client client = client(clientId);
            if (client.takes() && !except.contains(clientId)) {
                String shown = shown(message) + shown(delivery);
                client.received.add(shown);
                client.texts.add(shown);
            }
        }
    }

    private static String shown(Delivery delivery) {
        String latest = delivery.latest().isEmpty() ? "" : " (latest " + delivery.latest() + ")";
        return (delivery.droppable() ? " (droppable)" : "") + latest;
    }

    private static String shown(Message message) {
        return message.isBinary() ? "binary " + HexFormat.of().formatHex(message.bytes()) : message.text();
    }

    @GuardedBy("this")
    private void close(String clientId, int code, String reason, Optional<Message> last) {
        Client client = client(clientId);
        client.ends.add(code + " " + reason
                + last.map(message -> " after " + message.text()).orElse(""));
        if (client.takes()) {
            last.ifPresent(message -> client.received.add(shown(message)));
            client.received.add("close " + code + " " + reason);
            client.closeCode = code;
        }
    }

    private static void abort(Client client) {
        client.ends.add("abort");
        if (client.connected && !client.aborted) {
            client.received.add("abort");
            client.aborted = true;
        }
    }

    @GuardedBy("this")
    private void change(Frame frame) {
        if (frame instanceof Frame.Join join && client(join.clientId()).connected) {
            client(join.clientId()).groups.add(join.group());
        } else if (frame instanceof Frame.Leave leave) {
            client(leave.clientId()).groups.remove(leave.group());
        } else if (frame instanceof Frame.Bind bind && client(bind.clientId()).connected) {
            client(bind.clientId()).uid = bind.uid();
        } else if (frame instanceof Frame.Unbind unbind) {
            client(unbind.clientId()).uid = "";
        }
    }

    synchronized List<String> received(String clientId) {
        return List.copyOf(client(clientId).received);
    }

    synchronized List<String> texts(String clientId) {
        return List.copyOf(client(clientId).texts);
    }

    synchronized List<String> ends(String clientId) {
        return List.copyOf(client(clientId).ends);
    }

    synchronized int closeCode(String clientId) {
        return client(clientId).closeCode;
    }

    /** The text of a send, "" for every other frame. */
    static String text(Frame frame) {
        if (frame instanceof Frame.ToClients to) {
            return to.message().text();
        }
        if (frame instanceof Frame.ToUids to) {
            return to.message().text();
        }
        if (frame instanceof Frame.ToGroups to) {
            return to.message().text();
        }
        return frame instanceof Frame.ToAll to ? to.message().text() : "";
    }
}
