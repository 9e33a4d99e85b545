using Shipslog.Core.Access;

namespace Shipslog.Tests.Core.Access;

public class SignInThrottleTests
{
    [Fact]
    public void The_eleventh_try_waits_until_the_first_failure_is_a_quarter_of_an_hour_old()
    {
        var time = new SettableTime();
        var throttle = new SignInThrottle(time);

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(TimeSpan.Zero, throttle.WaitFor("me", "10.0.0.1"));
            throttle.Failed("ME", "10.0.0.1");
        }

        Assert.Equal(TimeSpan.FromMinutes(15), throttle.WaitFor("me", "10.0.0.1"));
        Assert.Equal(TimeSpan.Zero, throttle.WaitFor("me", "10.0.0.2"));
        time.Now += TimeSpan.FromMinutes(15);
        Assert.Equal(TimeSpan.Zero, throttle.WaitFor("me", "10.0.0.1"));
    }

    [Fact]
    public void An_address_that_tries_many_accounts_waits_too()
    {
        var throttle = new SignInThrottle(new SettableTime());

        for (var i = 0; i < 50; i++)
            throttle.Failed($"user{i}", "10.0.0.1");

        Assert.True(throttle.WaitFor("another", "10.0.0.1") > TimeSpan.Zero);
    }

    [Fact]
    public void A_right_password_clears_the_account()
    {
        var throttle = new SignInThrottle(new SettableTime());
        for (var i = 0; i < 10; i++)
            throttle.Failed("me", "10.0.0.1");

        throttle.Succeeded("me", "10.0.0.1");

        Assert.Equal(TimeSpan.Zero, throttle.WaitFor("me", "10.0.0.1"));
    }
}

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class SettableTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
