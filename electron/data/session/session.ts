import path from 'node:path';
import type { IdentityInfo } from '../../../shared/api/index.ts';
import type { Fault, LockReason, Person, Session, SignInNeed } from '../../../shared/contract/index.ts';
import { type Disposer, laterConfirmation, offlineLeftMs } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { serverIdentity } from '../../../shared/sync/index.ts';
import type { Unsent } from '../outbox-health.ts';
import { RemoteError } from '../remote/remote-error.ts';
import { type BrowserSignIn, beginBrowserSignIn } from '../remote/sign-in/browser-sign-in.ts';
import { createIssuer, type Granted, type Issuer, type IssuerSettings } from '../remote/sign-in/issuer.ts';
import { SignInError } from '../remote/sign-in/sign-in-error.ts';
import type { PersonId } from './people.ts';
import { createPersonAccess, type PersonAccess } from './person-access.ts';
import { readSecrets, writeSecrets } from './secrets.ts';
import type { SignedOut, UnsentChoice } from './session-desk.ts';
import type { Remembered } from './session-file.ts';
import { farewell } from './farewell.ts';
import { createServerQuestions } from './server-questions.ts';
import type { SessionOptions, WorkstationSession } from './session-options.ts';

/** How often the time without an issuer is looked at, and how often it is noted, ms. */
const LOOK_MS = 60_000;
const NOTE_MS = 10 * 60_000;
/** What waits is sent within this, or it is asked again, ms. */
const SEND_MS = 30_000;
const SEND_LOOK_MS = 250;
/** A renewal under way is waited for at the end: without what it brings, the next start could not go on. */
const CLOSE_MS = 2_000;

export function createSession(options: SessionOptions): WorkstationSession {
  return new PersonSession(options);
}

class PersonSession implements WorkstationSession {
  readonly #options: SessionOptions;
  readonly #questions: ReturnType<typeof createServerQuestions>;
  #mode: Session['mode'] = 'starting';
  #remembered: Remembered | null = null;
  #need: SignInNeed | null = null;
  #lock: Session['lock'] = null;
  #fault: Fault | null = null;
  #attempt: { sinceMs: number; signIn: BrowserSignIn | null } | null = null;
  /** Grows with each attempt: one that is given up finds that it is no longer the present one. */
  #attempts = 0;
  #access: PersonAccess | null = null;
  #issuer: Issuer | null = null;
  #switching: Promise<void> = Promise.resolve();
  #stopLooking: Disposer = () => undefined;
  #notedAtMs: number;
  #isClosed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#notedAtMs = options.clock.monotonicMs();
    this.#questions = createServerQuestions(options, {
      onSettings: (settings) => this.#settingsKnown(settings),
      onFault: (error) => this.#failed(error.code, error.message),
    });
  }

  async start(): Promise<void> {
    const { file, server } = this.#options;
    this.#remembered = file.read();
    this.#look();
    if (this.#remembered !== null) await this.#resume(this.#remembered);
    else if (server.token !== null) await this.#share();
    else await this.#leave('first');
  }

  now(): Session {
    const { clock, policy, people, server, vault } = this.#options;
    const remembered = this.#remembered;
    const isPerson = this.#mode === 'person';
    const leftMs = remembered === null ? 0 : offlineLeftMs(remembered.confirmation, clock.nowMs(), policy.offlineMs);
    return {
      mode: this.#mode,
      person: remembered?.person ?? null,
      personKey: isPerson && remembered !== null ? path.basename(people.folderOf(remembered)) : null,
      need: this.#need,
      lock: this.#lock,
      locksWalls: policy.locksWalls,
      server: server.url,
      issuer: this.#questions.settings()?.issuer ?? remembered?.settings.issuer ?? null,
      attempt: this.#attempt && { sinceMs: this.#attempt.sinceMs, url: this.#urlForWindow() },
      fault: this.#fault,
      isKept: vault.isLasting,
      offlineUntilMs: isPerson ? clock.nowMs() + leftMs : null,
      canGoOffline: this.#canGoOffline(leftMs),
      others: people.others(remembered),
    };
  }

  async signIn(): Promise<void> {
    this.cancelSignIn();
    const turn = ++this.#attempts;
    const { clock } = this.#options;
    const isAnew = this.#lock !== null || this.#need === 'signed-out';
    this.#attempt = { sinceMs: clock.nowMs(), signIn: null };
    this.#fault = null;
    this.#changed();
    try {
      const settings = await this.#questions.ask(this.#remembered?.settings ?? null);
      this.#checkIssuer(settings);
      const issuer = createIssuer(settings, clock);
      const signIn = await beginBrowserSignIn({
        ...{ issuer, isAnew, clock },
        onGranted: (granted) => this.#admit(issuer, granted),
        onFailed: (error) => {
          if (turn === this.#attempts) this.#attemptFailed(error);
        },
      });
      if (turn !== this.#attempts || this.#isClosed) return signIn.cancel();
      this.#attempt = { sinceMs: clock.nowMs(), signIn };
      this.#options.openBrowser?.(signIn.url);
      this.#changed();
    } catch (error) {
      if (turn === this.#attempts) this.#attemptFailed(error);
    }
  }

  cancelSignIn(): void {
    this.#attempts += 1;
    this.#attempt?.signIn?.cancel();
    if (this.#attempt === null) return;
    this.#attempt = null;
    this.#changed();
  }

  async goOffline(): Promise<void> {
    const remembered = this.#remembered;
    if (remembered === null || !this.now().canGoOffline)
      throw new RpcError('signed-out', 'nobody can be let in without their issuer now: sign in');
    await this.#open(remembered, { refreshToken: null, identityToken: null });
  }

  lock(): void {
    this.cover('asked');
  }

  cover(reason: LockReason): void {
    if (this.#mode !== 'person' || this.#remembered === null) return;
    // What must be signed in for anew is the stronger reason.
    if (this.#lock !== null && !(reason === 'ended' && this.#lock.reason !== 'ended')) return;
    this.#lock = { reason, sinceMs: this.#options.clock.nowMs() };
    this.#remember({ ...this.#remembered, lock: reason });
    this.#changed();
  }

  async signOut(choice: UnsentChoice): Promise<SignedOut> {
    const { rooms, clock, keptFile, log } = this.#options;
    if (this.#mode !== 'person' || this.#remembered === null)
      throw new RpcError('signed-out', 'nobody is signed in on this workstation');
    if (choice === 'send') await this.#send();
    const unsent = rooms.unsent();
    if (unsent.notSent > 0 && choice !== 'discard') return { result: 'unsent', ...unsent };
    const file = unsent.notSent > 0 ? keptFile(clock.nowMs()) : null;
    if (file !== null) {
      rooms.keepUnsent(file);
      log.warn({ notSent: unsent.notSent }, 'edits were discarded on signing out, and kept in a file');
    }
    const url = await farewell(this.#issuer, this.#access?.secrets() ?? NO_SECRETS, clock, log);
    await this.#wipe(this.#remembered);
    if (url !== null) this.#options.openBrowser?.(url);
    return { result: 'signed-out', file, url: this.#options.openBrowser === null ? url : null };
  }

  wake(): void {
    this.#access?.wake();
    this.#questions.wake();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.cancelSignIn();
    this.#stopLooking();
    this.#questions.close();
    this.#noteTime();
    const late = new Promise<void>((resolve) => this.#options.clock.after(CLOSE_MS, resolve));
    await Promise.race([this.#access?.settle(), late]);
    this.#access?.close();
    await this.#switching;
  }

  /** Somebody had signed in when Vigie ended. */
  async #resume(remembered: Remembered): Promise<void> {
    const { vault, server, clock, policy } = this.#options;
    const secrets = readSecrets(await vault.load(), remembered);
    if (secrets === null && server.token !== null) return this.#share();
    if (secrets === null) return this.#leave('not-kept');
    remembered.settings = await this.#presentSettings(remembered);
    if (offlineLeftMs(remembered.confirmation, clock.nowMs(), policy.offlineMs) > 0)
      return this.#open(remembered, secrets);
    if (server.token !== null) return this.#share();
    // Nothing is shown before the issuer has spoken; whenever it does, this goes on.
    await this.#leave('offline-too-long');
    const access = this.#makeAccess(remembered, secrets);
    access.confirm().catch((error: unknown) => {
      if (error instanceof SignInError) this.#failed(error.code, error.message);
    });
  }

  /** An issuer on this computer takes another port at each start: its server is asked which. */
  async #presentSettings({ issuer, settings }: Remembered): Promise<IssuerSettings> {
    if (!issuer.startsWith('loopback')) return settings;
    const present = await this.#questions.ask(settings).catch(() => settings);
    return serverIdentity(present.issuer) === issuer ? present : settings;
  }

  #makeAccess(remembered: Remembered, secrets: Parameters<typeof createPersonAccess>[0]['secrets']): PersonAccess {
    const { clock, random, log } = this.#options;
    this.#access?.close();
    this.#issuer = createIssuer(remembered.settings, clock);
    const access: PersonAccess = createPersonAccess({
      ...{ issuer: this.#issuer, clock, random, log, secrets },
      onGranted: (granted) => {
        if (access === this.#access) this.#confirmed(granted);
      },
      onEnded: () => {
        if (access === this.#access) this.#ended();
      },
    });
    this.#access = access;
    return access;
  }

  /** Opens the person's room, with what was kept of their sign-in. */
  async #open(remembered: Remembered, secrets: Parameters<typeof createPersonAccess>[0]['secrets']): Promise<void> {
    const access = this.#makeAccess(remembered, secrets);
    this.#remembered = remembered;
    this.#enter(remembered.lock);
    await this.#toPerson(remembered, access);
    access.wake();
  }

  #enter(lock: LockReason | null): void {
    this.#mode = 'person';
    this.#need = null;
    this.#fault = null;
    this.#lock = lock === null ? null : { reason: lock, sinceMs: this.#options.clock.nowMs() };
    this.#questions.stop();
  }

  /** A browser came back with what the issuer gave: the same person goes on, or another begins. */
  async #admit(issuer: Issuer, granted: Granted): Promise<void> {
    const { identity } = granted;
    if (identity === null) throw new SignInError('sign-in-invalid', 'The issuer did not say who signed in');
    const id = { issuer: serverIdentity(issuer.settings.issuer), subject: identity.subject };
    const before = this.#remembered;
    const isSame = before !== null && before.issuer === id.issuer && before.subject === id.subject;
    const remembered: Remembered = {
      ...id,
      settings: issuer.settings,
      person: await this.#personOf(granted, isSame ? before.person : null),
      confirmation: this.#confirmationOf(granted),
      lock: null,
    };
    if (!isSame) this.#forgetLast();
    const isOpen = isSame && this.#mode === 'person';
    const access = isOpen && this.#access !== null ? this.#access : this.#makeAccess(remembered, NO_SECRETS);
    this.#attempt = null;
    this.#remember(remembered);
    this.#enter(null);
    access.adopt(granted);
    if (!isOpen) await this.#toPerson(remembered, access);
    this.#changed();
  }

  /** What is kept of the one before opens nothing any more; their cache and their edits wait for them. */
  #forgetLast(): void {
    const { refreshToken } = this.#access?.secrets() ?? NO_SECRETS;
    const { log } = this.#options;
    if (refreshToken === null) return;
    this.#issuer?.revoke(refreshToken).catch((error: unknown) => {
      log.warn({ err: error }, 'the issuer could not be told that another person signed in');
    });
  }

  #toPerson({ issuer, subject, person }: Remembered, access: PersonAccess): Promise<void> {
    const { rooms, people } = this.#options;
    const id = { issuer, subject };
    // For those who sign in after this person: how much of theirs waits.
    const note = ({ notSent }: Unsent) => people.note(id, { name: person.name, notSent });
    return this.#switch(() => rooms.openPerson(people.folderOf(id), access, note));
  }

  async #personOf({ accessToken, identity }: Granted, known: Person | null): Promise<Person> {
    const said = await this.#questions.person(accessToken);
    const name = said?.name ?? identity?.name ?? known?.name ?? identity?.subject ?? '';
    return {
      name,
      account: identity?.subject ?? '',
      roles: said?.roles ?? known?.roles ?? null,
      subsidiaries: said === null ? (known?.subsidiaries ?? null) : subsidiariesOf(said),
    };
  }

  #confirmationOf({ identity }: Granted): Remembered['confirmation'] {
    const hereAtMs = this.#options.clock.nowMs();
    return { hereAtMs, issuerAtMs: identity?.issuedAtMs ?? hereAtMs, elapsedMs: 0 };
  }

  /** The issuer vouches for the person anew. */
  #confirmed(granted: Granted): void {
    const { vault, clock } = this.#options;
    const remembered = this.#remembered;
    const access = this.#access;
    if (remembered === null || access === null) return;
    vault.keep(writeSecrets(remembered, access.secrets()));
    const isBack = this.#lock?.reason === 'offline-too-long';
    if (isBack) this.#lock = null;
    this.#notedAtMs = clock.monotonicMs();
    this.#remember({
      ...remembered,
      confirmation: this.#confirmationOf(granted),
      lock: this.#lock?.reason ?? null,
    });
    if (this.#mode === 'nobody' && this.#need === 'offline-too-long') {
      this.#enter(remembered.lock);
      void this.#toPerson(remembered, access).then(() => this.#changed());
    } else void this.#refreshPerson(granted.accessToken);
    this.#changed();
  }

  /** Roles change while somebody works. */
  async #refreshPerson(accessToken: string): Promise<void> {
    const said = await this.#questions.person(accessToken);
    const remembered = this.#remembered;
    if (said === null || remembered === null || this.#mode !== 'person') return;
    const { name, roles } = said;
    const person = { ...remembered.person, name, roles, subsidiaries: subsidiariesOf(said) };
    if (JSON.stringify(person) === JSON.stringify(remembered.person)) return;
    this.#remember({ ...remembered, person });
    this.#changed();
  }

  #ended(): void {
    this.#options.vault.keep(null);
    if (this.#mode === 'person') this.cover('ended');
    else void (this.#options.server.token === null ? this.#leave('ended') : this.#share());
  }

  /** Nobody is there; the last person stays known, unless they signed out. */
  async #leave(need: SignInNeed): Promise<void> {
    this.#mode = need === 'first' && this.#mode === 'starting' ? 'starting' : 'nobody';
    this.#need = need;
    this.#lock = null;
    this.#questions.keepAsking();
    await this.#switch(() => this.#options.rooms.openLobby());
    this.#changed();
  }

  async #share(): Promise<void> {
    this.#mode = 'token';
    this.#need = null;
    this.#fault = null;
    this.#questions.stop();
    await this.#switch(() => this.#options.rooms.openShared());
    this.#changed();
  }

  /** The server says where its people sign in, or that they do not. */
  #settingsKnown(settings: IssuerSettings | null): void {
    this.#fault = null;
    if (settings === null && this.#remembered === null && this.#mode !== 'token') void this.#share();
    else if (this.#mode === 'starting') this.#mode = 'nobody';
    this.#changed();
  }

  #checkIssuer({ issuer }: IssuerSettings): void {
    const { policy, server } = this.#options;
    if (policy.issuer === null || policy.issuer === issuer) return;
    throw new SignInError(
      'sign-in-invalid',
      `${server.url} names the issuer ${issuer}, and the settings of this workstation want ${policy.issuer}: have one of them mended`,
    );
  }

  async #send(): Promise<void> {
    const { rooms, clock } = this.#options;
    rooms.sendNow();
    const untilMs = clock.monotonicMs() + SEND_MS;
    const isWaiting = () => rooms.unsent().notSent > rooms.unsent().needsPerson;
    while (isWaiting() && clock.monotonicMs() < untilMs && !this.#isClosed)
      await new Promise<void>((resolve) => clock.after(SEND_LOOK_MS, resolve));
  }

  async #wipe(id: PersonId): Promise<void> {
    const { vault, people, server } = this.#options;
    this.cancelSignIn();
    this.#access?.close();
    this.#access = null;
    this.#issuer = null;
    vault.keep(null);
    this.#remember(null);
    // The cache is closed before its folder goes.
    if (server.token === null) await this.#leave('signed-out');
    else await this.#share();
    people.wipe(id);
    this.#changed();
  }

  #remember(remembered: Remembered | null): void {
    const { file, log } = this.#options;
    this.#remembered = remembered;
    try {
      file.write(remembered);
    } catch (error) {
      // A full disk: it holds until the end of this process.
      log.error({ err: error }, 'who is signed in could not be noted');
    }
  }

  #look(): void {
    const { clock, policy } = this.#options;
    this.#stopLooking = clock.after(LOOK_MS, () => {
      this.#look();
      if (clock.monotonicMs() - this.#notedAtMs >= NOTE_MS) this.#noteTime();
      const remembered = this.#remembered;
      if (remembered === null || this.#mode !== 'person') return;
      if (offlineLeftMs(remembered.confirmation, clock.nowMs(), policy.offlineMs) === 0) this.cover('offline-too-long');
    });
  }

  #noteTime(): void {
    const { clock } = this.#options;
    const remembered = this.#remembered;
    const ranMs = clock.monotonicMs() - this.#notedAtMs;
    this.#notedAtMs = clock.monotonicMs();
    if (remembered === null) return;
    const confirmation = laterConfirmation(remembered.confirmation, clock.nowMs(), ranMs);
    this.#remember({ ...remembered, confirmation });
  }

  #canGoOffline(leftMs: number): boolean {
    const isAway = this.#fault?.code === 'issuer-unreachable' || this.#fault?.code.startsWith('server-') === true;
    return this.#mode === 'nobody' && this.#need === 'not-kept' && leftMs > 0 && isAway;
  }

  #urlForWindow(): string | null {
    return this.#options.openBrowser === null ? (this.#attempt?.signIn?.url ?? null) : null;
  }

  #attemptFailed(error: unknown): void {
    this.#attempt = null;
    const isKnown = error instanceof SignInError || error instanceof RemoteError;
    if (!isKnown) this.#options.log.error({ err: error }, 'a sign-in failed');
    const message = error instanceof Error ? error.message : String(error);
    const code = isKnown ? error.code : 'internal';
    this.#failed(code, message);
  }

  #failed(code: Fault['code'], message: string): void {
    const sinceMs = this.#fault?.code === code ? this.#fault.sinceMs : this.#options.clock.nowMs();
    if (this.#mode === 'starting') this.#mode = 'nobody';
    this.#fault = { code, message, sinceMs };
    this.#changed();
  }

  /** One after the other: a room's folder is free when the next is opened. */
  #switch(open: () => Promise<void>): Promise<void> {
    this.#switching = this.#switching.then(open, open);
    return this.#switching;
  }

  #changed(): void {
    if (!this.#isClosed) this.#options.onChange();
  }
}

function subsidiariesOf({ subsidiaries }: IdentityInfo): string[] | null {
  return subsidiaries === 'all' ? null : subsidiaries;
}

const NO_SECRETS = { refreshToken: null, identityToken: null };
