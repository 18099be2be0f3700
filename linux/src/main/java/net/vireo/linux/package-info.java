// SPDX-License-Identifier: Apache-2.0
/** System calls. A call returns its value or throws {@link net.vireo.linux.LinuxException}. */
package net.vireo.linux;
