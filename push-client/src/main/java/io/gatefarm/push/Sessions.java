package io.gatefarm.push;

import java.util.Set;

/**
 * Which sessions a call reads or updates. Calls of one turn run side by side, and an update takes two steps; so a turn ends
 * before a call that must see an update in it.
 *
 * @param clientId whose session it is, {@value #ALL} for any client's, "" for none
 */
record Sessions(String clientId, boolean updated) {
    private static final String ALL = "*";
    static final Sessions NONE = new Sessions("", false);

    static Sessions ofAll() {
        return new Sessions(ALL, false);
    }

    static Sessions of(String clientId) {
        return new Sessions(clientId, false);
    }

    static Sessions updated(String clientId) {
        return new Sessions(clientId, true);
    }

    boolean mustSee(Set<String> updatedClients) {
        return clientId.equals(ALL) ? !updatedClients.isEmpty() : updatedClients.contains(clientId);
    }
}
