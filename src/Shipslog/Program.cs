using Shipslog.Commands;

return await RootCommands.RunAsync(args, Console.In, Console.Out, Console.Error);
