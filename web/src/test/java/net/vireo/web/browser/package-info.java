// SPDX-License-Identifier: Apache-2.0
/** Tests of the page: a real browser, the real server's files and guard, and data that the tests choose. */
package net.vireo.web.browser;
