package io.gatefarm.push.testing.example;

import io.gatefarm.push.Gateway;

final class Orders {
    private final Gateway gateway;

    Orders(Gateway gateway) {
        this.gateway = gateway;
    }

    void ship(long user, String order) {
        gateway.sendToUid(user, "order " + order + " is on its way");
        gateway.sendToGroup("warehouse", "shipped " + order);
    }

    void logOut(long user) {
        gateway.closeUid(Long.toString(user), 3001, "logged out");
    }
}
