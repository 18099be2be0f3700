// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static net.vireo.linux.LinuxException.check;

import net.vireo.linux.sys.Syscall;
import net.vireo.linux.sys.SyscallNumber;

/** The process that started this one (prctl(2)). */
public final class ParentProcess {
    private static final int PR_SET_PDEATHSIG = 1;
    private static final int SIGKILL = 9;

    private ParentProcess() {}

    /**
     * From now on the kernel kills this process when the thread that started it ends, whatever ended it. Whoever calls
     * this looks afterwards whether the parent is still the one it was: it may have ended before.
     */
    public static void dieWithIt() {
        check(Syscall.call(SyscallNumber.PRCTL, PR_SET_PDEATHSIG, SIGKILL), "prctl(PR_SET_PDEATHSIG, SIGKILL)");
    }
}
