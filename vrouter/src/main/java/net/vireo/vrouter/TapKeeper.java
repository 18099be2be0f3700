// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

/**
 * Holds on to TAPs' descriptors for the process that comes after this one: a TAP that was moved to a guest's namespace
 * and renamed there is found again by its descriptors only. Control thread.
 */
public interface TapKeeper {
    /** For a data plane without a parent: what was moved and renamed is lost with it. */
    TapKeeper NONE = new TapKeeper() {
        @Override
        public int[] kept(final String vifName) {
            return new int[0];
        }

        @Override
        public void keep(final String vifName, final int... fds) {}

        @Override
        public void drop(final String vifName) {}
    };

    /**
     * The descriptors that were kept for a vif, one for each queue; none when there are none.
     *
     * @return duplicates, for the caller to close
     */
    int[] kept(String vifName);

    /** Keeps duplicates of a vif's descriptors, in place of those kept before. */
    void keep(String vifName, int... fds);

    /** Closes what was kept for a vif. When this returns it is done. */
    void drop(String vifName);
}
