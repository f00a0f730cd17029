package io.gatefarm.push.testing.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gatefarm.push.testing.FakeGateway;
import io.gatefarm.push.testing.Received;
import io.gatefarm.redis.event.Message;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrdersTest {
    private final FakeGateway gateway = new FakeGateway();
    private final Orders orders = new Orders(gateway);

    @Test
    void ship_userWithTwoTabs_bothTabsAndTheWarehouseAreTold() {
        String phone = gateway.connect();
        String laptop = gateway.connect();
        String screen = gateway.connect();
        gateway.bindUid(phone, 42);
        gateway.bindUid(laptop, 42);
        gateway.joinGroup(screen, "warehouse");

        orders.ship(42, "A7");

        assertEquals(List.of("order A7 is on its way"), gateway.texts(phone));
        assertEquals(List.of("order A7 is on its way"), gateway.texts(laptop));
        assertEquals(List.of("shipped A7"), gateway.texts(screen));
    }

    @Test
    void logOut_connectedUser_isClosedAndGone() {
        String phone = gateway.connect();
        gateway.bindUid(phone, 42);

        orders.logOut(42);

        assertEquals(Optional.of(new Received.Closed(3001, "logged out")), gateway.closeOf(phone));
        gateway.disconnect(phone); // the close event, which a real client's gateway brings about
        assertFalse(gateway.isUidOnline(42));
    }

    @Test
    void received_everything_isInOrder() {
        String client = gateway.connect();
        gateway.sendToClient(client, "hello");
        gateway.closeClient(client, "bye");

        assertEquals(
                List.of(
                        new Received.Sent(Message.text("hello"), false),
                        new Received.Sent(Message.text("bye"), false),
                        new Received.Closed(1000, "")),
                gateway.received(client));
    }
}
