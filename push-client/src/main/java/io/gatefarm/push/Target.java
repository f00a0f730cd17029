package io.gatefarm.push;

import java.util.List;

/** Whom frames are for, as far as Redis has to know. */
sealed interface Target {
    /** A gateway that the caller knows to hold the client. */
    record ToGateway(String gatewayId) implements Target {}

    record ToClient(String clientId) implements Target {}

    record ToClients(List<String> clientIds) implements Target {}

    record ToUids(List<String> uids) implements Target {}

    record ToGroups(List<String> groups) implements Target {}

    record ToAll() implements Target {}
}
