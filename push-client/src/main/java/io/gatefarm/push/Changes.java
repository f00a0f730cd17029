package io.gatefarm.push;

import com.google.gson.JsonObject;
import io.gatefarm.redis.directory.Change;
import java.util.concurrent.CompletionStage;

/**
 * The changing part of a {@link Gateway}, which tells about order, threads, names, nulls and errors: groups, uids and sessions of
 * clients. No method blocks; each stage tells whether something changed, or that the client is offline, which is no error. What
 * a caller has changed, its later sends and queries see, before the stage is complete, too.
 *
 * <p>A change lasts as long as the connection: groups and uid end with it, the session when the close event has been handled. A
 * group exists while it has a member. Every change may be repeated. Names that are numbers are the number's decimal digits.
 */
public interface Changes {
    /** Adds the client to the group; again does nothing. One Redis call. */
    CompletionStage<Change> joinGroup(String clientId, String group);

    /** Adds the client to the group of that number. */
    default CompletionStage<Change> joinGroup(String clientId, long group) {
        return joinGroup(clientId, Long.toString(group));
    }

    /** Takes the client out of the group; again does nothing. One Redis call. */
    CompletionStage<Change> leaveGroup(String clientId, String group);

    /** Takes the client out of the group of that number. */
    default CompletionStage<Change> leaveGroup(String clientId, long group) {
        return leaveGroup(clientId, Long.toString(group));
    }

    /**
     * Empties the group. Who joins afterwards is in it. One Redis call per 200 members; a member that joins meanwhile through
     * another {@code Gateway} may or may not stay.
     *
     * @return how many members were taken out
     */
    CompletionStage<Long> ungroup(String group);

    /** Empties the group of that number. */
    default CompletionStage<Long> ungroup(long group) {
        return ungroup(Long.toString(group));
    }

    /** Gives the client its uid, in place of the one it had; a uid may have many clients. One Redis call. */
    CompletionStage<Change> bindUid(String clientId, String uid);

    /** Gives the client a number as its uid. */
    default CompletionStage<Change> bindUid(String clientId, long uid) {
        return bindUid(clientId, Long.toString(uid));
    }

    /** Takes the client's uid away. One Redis call. */
    CompletionStage<Change> unbindUid(String clientId);

    /**
     * Replaces the client's session. One Redis call.
     *
     * @param session at most {@link io.gatefarm.redis.directory.StoredSession#MAX_BYTES} bytes as JSON, else an {@link
     *     IllegalArgumentException}
     * @return DONE when written, OFFLINE when the client is gone
     */
    CompletionStage<Change> setSession(String clientId, JsonObject session);

    /**
     * Merges values into the client's session: objects key by key at any depth, a null removes its key, anything else, a list
     * too, replaces. Two Redis calls, more when others write at the same time.
     *
     * @return DONE when written, OFFLINE when the client is gone; the stage fails with {@link IllegalArgumentException} when the
     *     session would be larger than {@link io.gatefarm.redis.directory.StoredSession#MAX_BYTES}
     */
    CompletionStage<Change> updateSession(String clientId, JsonObject changes);
}
