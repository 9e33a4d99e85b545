const shortest = 250;
const share = 4;

/**
 * Does something whenever it is asked for, but leaves time in between: four times as long as the last time took, so that a run that
 * is written to all the time, however large, keeps neither the browser nor the server busy. What is asked meanwhile is done once.
 */
export class Pace {
  #isBusy = false;
  #isAsked = false;

  constructor(
    private readonly act: () => Promise<unknown>,
    private readonly wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds)),
    private readonly now = () => performance.now(),
  ) {}

  ask(): void {
    this.#isAsked = true;
    if (!this.#isBusy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    while (this.#isAsked) {
      this.#isAsked = false;
      const begun = this.now();
      // A failure is shown where the answer would be.
      await this.act().catch(() => undefined);
      // What came is drawn before this goes on, so that drawing counts too.
      await this.wait(0);
      await this.wait(Math.max(shortest, share * (this.now() - begun)));
    }
    this.#isBusy = false;
  }
}
