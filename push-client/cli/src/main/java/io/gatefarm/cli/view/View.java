package io.gatefarm.cli.view;

/** A page of a list, to be printed. */
public sealed interface View permits ClientsView, GroupsView, LettersView {
    /** Lines for people, none longer than the width unless a name is. */
    String table(int width);

    /**
     * The same for scripts.
     *
     * @param next where the list goes on, "" when that was all
     */
    String json(String next);
}
