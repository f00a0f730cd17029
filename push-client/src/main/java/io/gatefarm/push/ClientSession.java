package io.gatefarm.push;

import com.google.gson.JsonObject;

/**
 * A client and its session, as a listing gives them: read one after the other, not all at one moment.
 *
 * @param session empty when the client has none; a copy: changing it changes nothing
 */
public record ClientSession(String clientId, JsonObject session) {}
