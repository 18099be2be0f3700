// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.sys;

/** Numbers of the system calls that this project makes, x86-64 (asm/unistd_64.h). */
public final class SyscallNumber {
    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int CLOSE = 3;
    public static final int FSTAT = 5;
    public static final int POLL = 7;
    public static final int MMAP = 9;
    public static final int MPROTECT = 10;
    public static final int MUNMAP = 11;
    public static final int IOCTL = 16;
    public static final int MADVISE = 28;
    public static final int SOCKET = 41;
    public static final int CONNECT = 42;
    public static final int SENDTO = 44;
    public static final int RECVFROM = 45;
    public static final int SENDMSG = 46;
    public static final int RECVMSG = 47;
    public static final int BIND = 49;
    public static final int LISTEN = 50;
    public static final int SOCKETPAIR = 53;
    public static final int SETSOCKOPT = 54;
    public static final int GETSOCKOPT = 55;
    public static final int FCNTL = 72;
    public static final int FTRUNCATE = 77;
    public static final int PRCTL = 157;
    public static final int MOUNT = 165;
    public static final int UMOUNT2 = 166;
    public static final int GETTID = 186;
    public static final int SCHED_SETAFFINITY = 203;
    public static final int SCHED_GETAFFINITY = 204;
    public static final int EPOLL_CTL = 233;
    public static final int OPENAT = 257;
    public static final int UNSHARE = 272;
    public static final int EPOLL_PWAIT = 281;
    public static final int ACCEPT4 = 288;
    public static final int EVENTFD2 = 290;
    public static final int EPOLL_CREATE1 = 291;
    public static final int RECVMMSG = 299;
    public static final int SENDMMSG = 307;
    public static final int SETNS = 308;
    public static final int MEMFD_CREATE = 319;
    public static final int BPF = 321;

    private SyscallNumber() {}
}
